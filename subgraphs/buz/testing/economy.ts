import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { TestMount } from '#chassis/testing/mounted';
import { openWallet } from '../actions/open-wallet.ts';
import { scheduleRule } from '../actions/schedule-rule.ts';
import { settleOne } from '../actions/settle.ts';
import { poolOf, walletOf } from '../domain/account.ts';
import type { RuleKind } from '../domain/economy-rule.ts';

/** What tests of the economy do to a mounted subgraph. */
export function economyOf(mount: TestMount<unknown>) {
  const rows = async <Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]> =>
    (await mount.mounted.database.roadPool.query(sql, params)).rows as Row[];
  return {
    rows,
    /** Somebody with so many whole BUZ. */
    async person(buz: number): Promise<string> {
      const userId = newId();
      const scope = mount.scope();
      await openWallet(scope, userId);
      if (buz > 0) {
        const amount = BigInt(buz) * BUZ;
        const legs = [
          { account: poolOf('COMMUNITY'), amount: -amount },
          { account: walletOf(userId), amount },
        ];
        await scope.transact((tx) =>
          settleOne(tx, { kind: 'MOVE', type: 'GRANT', id: newId(), actorId: null, legs }, scope.clock.now()),
        );
      }
      return userId;
    },
    /** Whole and broken BUZ of an account. */
    async balance(address: string): Promise<number> {
      const [row] = await rows<{ sum: string | null }>(
        "select sum(balance)::text as sum from account where address = $1 or address like $1 || '/%'",
        address,
      );
      return Number(row?.sum ?? 0) / 1e6;
    },
    /** 0 when the books are right, whatever happened. */
    async missing(): Promise<string> {
      const [row] = await rows<{ sum: string }>('select sum(balance)::text as sum from account');
      return row!.sum;
    },
    /** Two administrators decide about a price, a reward or the daily emission; answers the version. */
    async rule(kind: RuleKind, code: string, buz: number, effectiveFrom: Date) {
      const scope = mount.scope();
      const by = { kind: 'FOUR_EYES', id: newId(), proposedBy: newId(), approvedBy: newId() } as const;
      const change = { code, amount: BigInt(buz) * BUZ, effectiveFrom, because: 'a test' };
      const rule = await scope.transact((tx) => scheduleRule(tx, kind, change, by, scope.clock.now()));
      if (isRefusal(rule)) throw new Error(rule.message);
      return rule;
    },
  };
}
