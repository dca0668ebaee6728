import { unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { TestMount } from '#chassis/testing/mounted';
import { openStake } from '../actions/open-stake.ts';
import { openWallet } from '../actions/open-wallet.ts';
import { settleOne } from '../actions/settle.ts';
import { withdrawStake } from '../actions/withdraw-stake.ts';
import { poolOf, walletOf } from '../domain/account.ts';

export const DAY_MS = 86_400_000;
const ALL = ['buz.view', 'buz.stake', 'buz.unstake'];

/** What tests of staking and governance do to a mounted subgraph. */
export function stakersOf(mount: TestMount<unknown>) {
  const rows = async <Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]> =>
    (await mount.mounted.database.roadPool.query(sql, params)).rows as Row[];
  const as = (userId: string) => mount.scope({ userId, permissions: ALL });
  const move = async (from: string, to: string, amount: bigint): Promise<void> => {
    const scope = mount.scope();
    const legs = [
      { account: from, amount: -amount },
      { account: to, amount },
    ];
    const moved = await scope.transact((tx) =>
      settleOne(tx, { kind: 'MOVE', type: 'GRANT', id: newId(), actorId: null, legs }, scope.clock.now()),
    );
    if (isRefusal(moved)) throw new Error(moved.message);
  };
  const stake = (userId: string, tier: string, buz: string, autoRenew = false, idempotencyKey = newId()) =>
    openStake(as(userId), { tier, amount: unitsOf(buz)!, autoRenew, idempotencyKey });
  return {
    rows,
    as,
    move,
    stake,
    /** Somebody with so many BUZ and the token documents. */
    async person(buz: string): Promise<string> {
      const userId = newId();
      await openWallet(mount.scope(), userId);
      await rows(`update account set documents = '{BTS,BPP}' where owner_id = $1 and kind = 'WALLET'`, userId);
      if (unitsOf(buz)! > 0n) await move(poolOf('COMMUNITY'), walletOf(userId), unitsOf(buz)!);
      return userId;
    },
    /** As `stake`, for who is not interested in its refusal. */
    async staked(userId: string, tier: string, buz: string, autoRenew = false): Promise<string> {
      const opened = await stake(userId, tier, buz, autoRenew);
      if (isRefusal(opened)) throw new Error(opened.message);
      return opened.stakeId;
    },
    withdraw: (userId: string, stakeId: string, buz: string, idempotencyKey = newId()) =>
      withdrawStake(as(userId), { stakeId, expectedPayout: unitsOf(buz)!, idempotencyKey }),
    /** Minor units of an account, of all its shards. */
    async balance(address: string): Promise<bigint> {
      const [row] = await rows<{ sum: string }>(
        "select coalesce(sum(balance), 0)::text as sum from account where address = $1 or address like $1 || '/%'",
        address,
      );
      return BigInt(row!.sum);
    },
    /** 0 when the books are right, whatever happened. */
    async missing(): Promise<string> {
      return (await rows<{ sum: string }>('select sum(balance)::text as sum from account'))[0]!.sum;
    },
    /** The events about one aggregate, oldest first. */
    told: (aggregateId: string) =>
      rows<{ type: string; body: Record<string, unknown> }>(
        'select type, body from outbox where aggregate_id = $1 order by sequence',
        aggregateId,
      ),
  };
}
