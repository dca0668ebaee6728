import type { Units } from '#kernel/buz';
import type { Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { fits, openStake as newStake, type Stake } from '../domain/stake.ts';
import { reserveReward, stakePrincipal } from '../domain/stake-move.ts';
import { stakeAmountInvalid, tierUnknown } from '../domain/stake-refusals.ts';
import { termsAt, tiersAt } from '../domain/stake-tier.ts';
import { afterSnapshots } from '../storage/snapshot.store.ts';
import { readStakers } from '../storage/stakers.store.ts';
import { readTiers, writeStakes } from '../storage/stakes.store.ts';
import { refusedBy, refuseStaker } from './refuse-staking.ts';
import { settle } from './settle.ts';
import { tellStaked } from './tell-stake.ts';

export interface OpenStake {
  readonly tier: string;
  readonly amount: Units;
  readonly autoRenew: boolean;
  readonly idempotencyKey: string;
}

/** Moves the principal out of the wallet and reserves the reward of the term out of the pool, or refuses both. */
export async function openStake(scope: Scope, input: OpenStake): Promise<{ stakeId: string } | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const userId = scope.caller.userId!;
  const { idempotencyKey: key, tier, amount, autoRenew } = input;
  const question = { actorId: userId, key, operation: 'openStake', body: { tier, amount: String(amount), autoRenew } };
  return scope.transact((tx) =>
    answerOnce(tx.sql, question, async () => {
      const now = await afterSnapshots(tx.sql, scope.clock.now());
      const refused = refuseStaker((await readStakers(tx.sql, [userId])).get(userId));
      if (refused) return refused;
      const versions = await readTiers(tx.em);
      const terms = termsAt(versions, tier, now);
      if (!terms) return tierUnknown(tiersAt(versions, now).map((one) => one.tier));
      if (!fits(amount, terms)) return stakeAmountInvalid(tier, terms.minimum, terms.maximum);
      return enter(tx, newStake(userId, amount, terms, autoRenew, now), now);
    }),
  );
}

async function enter(tx: Transaction, stake: Stake, now: Date): Promise<{ stakeId: string } | Refusal> {
  const refused = refusedBy(await settle(tx, [stakePrincipal(stake), ...reserveReward(stake)], now));
  if (refused) return refused;
  await writeStakes(tx.sql, [stake]);
  await tellStaked(tx, stake);
  return { stakeId: stake.id };
}
