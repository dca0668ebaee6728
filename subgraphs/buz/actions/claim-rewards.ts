import { decimalOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { poolOf, walletOf, type Address } from '../domain/account.ts';
import type { Move } from '../domain/command.ts';
import { CLAIMABLE, type Reward } from '../domain/reward.ts';
import { awarded, rewardExpired } from '../published/economy.events.ts';
import { lockClaimable, lockExpired, saveRewards } from '../storage/rewards.store.ts';
import { settle } from './settle.ts';

const AT_ONCE = 200;

export interface RewardsClaimed {
  /** BUZ as a decimal string. */
  readonly amount: string;
  readonly count: number;
}

/**
 * Collects everything that the caller can claim, at most 200 at once. Parallel claims follow each other, so each reward is collected once. No
 * step-up: nothing leaves a wallet, and it can only arrive in the caller's own.
 */
export async function claimRewards(scope: Scope, idempotencyKey: string): Promise<RewardsClaimed | Refusal> {
  const userId = scope.caller.userId!;
  const question = { actorId: userId, key: idempotencyKey, operation: 'claimRewards', body: {} };
  return scope.transact((tx) => answerOnce(tx.sql, question, () => claim(tx, userId, scope.clock.now())));
}

async function claim(tx: Transaction, userId: string, now: Date): Promise<RewardsClaimed | Refusal> {
  const rewards = await lockClaimable(tx.sql, userId, now, AT_ONCE);
  if (rewards.length === 0) return refusal('BuzNothingToClaim', 'There is nothing to claim now.');
  const refused = await moveOut(tx, rewards, () => walletOf(userId), now);
  // rewards come out of a reserve that holds them all, so it is the wallet that cannot take them
  if (refused) return refusal('BuzNothingToClaim', 'Your wallet is closed: nothing can arrive in it.');
  await saveRewards(
    tx.sql,
    rewards.map(({ id }) => ({ id, state: 'CLAIMED', endedAt: now })),
  );
  for (const { id, code, subject, amount } of rewards) {
    await tx.tell(awarded, id, { rewardId: id, userId, rule: code, subject, amount: decimalOf(amount) });
  }
  const sum = rewards.reduce((total, { amount }) => total + amount, 0n);
  return { amount: decimalOf(sum), count: rewards.length };
}

/** Gives back to the pool what was not claimed in time; answers how many. Run by a schedule, each minute. */
export async function expireRewards(scope: Scope): Promise<number> {
  for (let expired = 0; ;) {
    const batch = await scope.transact(async (tx) => {
      const now = scope.clock.now();
      const rewards = await lockExpired(tx.sql, now, AT_ONCE);
      if (rewards.length === 0) return 0;
      const refused = await moveOut(tx, rewards, () => poolOf('REWARDS'), now);
      if (refused) throw new Error(`What was not claimed could not go back: ${refused.message}`);
      await saveRewards(
        tx.sql,
        rewards.map(({ id }) => ({ id, state: 'EXPIRED', endedAt: now })),
      );
      for (const { id, userId, code, subject, amount } of rewards) {
        await tx.tell(rewardExpired, id, { rewardId: id, userId, rule: code, subject, amount: decimalOf(amount) });
      }
      return rewards.length;
    });
    expired += batch;
    if (batch < AT_ONCE) return expired;
  }
}

async function moveOut(
  tx: Transaction,
  rewards: readonly Reward[],
  to: () => Address,
  now: Date,
): Promise<Refusal | null> {
  const moves = rewards.map(({ id, code, amount }): Move => ({
    ...{ kind: 'MOVE', type: 'REWARD', id: newId(), actorId: null, memo: code, subject: { type: 'reward', id } },
    once: { scope: 'reward-end', key: id },
    legs: [
      { account: CLAIMABLE, amount: -amount },
      { account: to(), amount },
    ],
  }));
  return (await settle(tx, moves, now)).find(isRefusal) ?? null;
}
