import type { Scope, Transaction } from '#chassis/mount/scope';
import { inForce } from '../domain/economy-rule.ts';
import type { Earning } from '../domain/reward.ts';
import { readVersions } from '../storage/economy-rules.store.ts';
import { insertEarnings } from '../storage/rewards.store.ts';
import { ensureWallet } from './open-wallet.ts';

/** The job that pays the queue. */
export const PAY_REWARDS = 'pay-rewards';

/** What earned it, and when: the amount is that of then, however late it is heard. */
export interface Cause {
  readonly eventId: string;
  readonly earnedAt: Date;
}

/** Queues what somebody earned, once per (user, rule, subject) for ever, and has it paid; answers how many were new. */
export async function earnRewards(scope: Scope, earnings: readonly Earning[], cause: Cause): Promise<number> {
  if (earnings.length === 0) return 0;
  return scope.transact((tx) => earnIn(tx, earnings, cause, scope.clock.now()));
}

/** As `earnRewards`, in the caller's transaction. A rule that pays 0, or does not hold at that time, queues nothing. */
export async function earnIn(tx: Transaction, earnings: readonly Earning[], cause: Cause, now: Date): Promise<number> {
  const versions = await readVersions(
    tx.sql,
    'REWARD',
    earnings.map(({ code }) => code),
  );
  const paying = earnings.flatMap((earning) => {
    const ofCode = versions.filter(({ code }) => code === earning.code);
    const rule = inForce(ofCode, cause.earnedAt);
    return rule && rule.amount > 0n ? [{ ...earning, rule }] : [];
  });
  if (paying.length === 0) return 0;
  for (const userId of new Set(paying.map((earning) => earning.userId))) await ensureWallet(tx, userId, now);
  const fresh = await insertEarnings(tx.sql, paying, cause);
  if (fresh > 0) await tx.enqueue(PAY_REWARDS, {}, { key: PAY_REWARDS });
  return fresh;
}
