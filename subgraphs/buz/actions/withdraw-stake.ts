import { decimalOf, type Units } from '#kernel/buz';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { exitAt, withdrawn } from '../domain/stake.ts';
import { leaveStake } from '../domain/stake-move.ts';
import { walletFrozen } from '../domain/refusals.ts';
import { stakeEnded, stakeNotFound, stakePayoutChanged } from '../domain/stake-refusals.ts';
import { afterSnapshots } from '../storage/snapshot.store.ts';
import { readStakers } from '../storage/stakers.store.ts';
import { lockStake, writeStakes } from '../storage/stakes.store.ts';
import { matureIfDue } from './mature-if-due.ts';
import { refusedBy } from './refuse-staking.ts';
import { settle } from './settle.ts';
import { tellUnstaked } from './tell-stake.ts';

export interface WithdrawStake {
  readonly stakeId: string;
  /** What the quote said; another sum is refused, so that nobody pays a penalty that he was not shown. */
  readonly expectedPayout: Units;
  readonly idempotencyKey: string;
}

export interface StakeLeft {
  readonly stakeId: string;
  readonly payout: string;
  readonly penalty: string;
}

/** Takes the principal out, before its time less the penalty and without the reward, which goes back to the pool. */
export async function withdrawStake(scope: Scope, input: WithdrawStake): Promise<StakeLeft | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const userId = scope.caller.userId!;
  const { stakeId, expectedPayout, idempotencyKey: key } = input;
  if (!(await matureIfDue(scope, stakeId))) return stakeNotFound();
  const body = { stakeId, expectedPayout: String(expectedPayout) };
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId: userId, key, operation: 'withdrawStake', body }, () =>
      leave(tx, userId, input, scope.clock.now()),
    ),
  );
}

async function leave(
  tx: Transaction,
  userId: string,
  { stakeId, expectedPayout }: WithdrawStake,
  clockNow: Date,
): Promise<StakeLeft | Refusal> {
  const now = await afterSnapshots(tx.sql, clockNow);
  const stake = await lockStake(tx.sql, stakeId, userId);
  if (!stake) return stakeNotFound();
  const exit = exitAt(stake, now);
  if (!exit) return stakeEnded();
  const standing = (await readStakers(tx.sql, [userId])).get(userId);
  if (standing?.status !== 'ACTIVE') return walletFrozen();
  if (exit.payout !== expectedPayout) return stakePayoutChanged(exit.payout, exit.penalty);
  const refused = refusedBy(await settle(tx, leaveStake(stake, exit), now));
  if (isRefusal(refused)) return refused;
  await writeStakes(tx.sql, [withdrawn(stake, exit, now)]);
  await tellUnstaked(tx, stake, exit);
  return { stakeId, payout: decimalOf(exit.payout), penalty: decimalOf(exit.penalty) };
}
