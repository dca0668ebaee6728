import { isRefusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { fits, hasEnded, renewed } from '../domain/stake.ts';
import { reserveReward } from '../domain/stake-move.ts';
import {
  stakeAmountInvalid,
  stakeEnded,
  stakeNotFound,
  stakeNotMatured,
  tierUnknown,
} from '../domain/stake-refusals.ts';
import { termsAt, tiersAt } from '../domain/stake-tier.ts';
import { readStakers } from '../storage/stakers.store.ts';
import { lockStake, readTiers, writeStakes } from '../storage/stakes.store.ts';
import { matureIfDue } from './mature-if-due.ts';
import { refusedBy, refuseStaker } from './refuse-staking.ts';
import { settle } from './settle.ts';
import { tellStaked } from './tell-stake.ts';

/** Begins the next term of a matured position now, at the terms that hold now. The principal stays where it is. */
export async function renewStake(
  scope: Scope,
  input: { readonly stakeId: string; readonly idempotencyKey: string },
): Promise<{ stakeId: string } | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  const userId = scope.caller.userId!;
  const { stakeId, idempotencyKey: key } = input;
  if (!(await matureIfDue(scope, stakeId))) return stakeNotFound();
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId: userId, key, operation: 'renewStake', body: { stakeId } }, () =>
      renew(tx, userId, stakeId, scope.clock.now()),
    ),
  );
}

/** Whether a matured position begins its next term by itself. */
export async function setStakeAutoRenew(
  scope: Scope,
  input: { readonly stakeId: string; readonly autoRenew: boolean },
): Promise<{ stakeId: string } | Refusal> {
  const { stakeId, autoRenew } = input;
  if (!(await matureIfDue(scope, stakeId))) return stakeNotFound();
  return scope.transact(async (tx) => {
    const stake = await lockStake(tx.sql, stakeId, scope.caller.userId!);
    if (!stake) return stakeNotFound();
    if (hasEnded(stake)) return stakeEnded();
    await writeStakes(tx.sql, [{ ...stake, autoRenew }]);
    return { stakeId };
  });
}

async function renew(
  tx: Transaction,
  userId: string,
  stakeId: string,
  now: Date,
): Promise<{ stakeId: string } | Refusal> {
  const stake = await lockStake(tx.sql, stakeId, userId);
  if (!stake) return stakeNotFound();
  if (hasEnded(stake)) return stakeEnded();
  if (stake.status !== 'MATURED') return stakeNotMatured(stake.maturesAt);
  const standing = refuseStaker((await readStakers(tx.sql, [userId])).get(userId));
  if (standing) return standing;
  const versions = await readTiers(tx.em);
  const terms = termsAt(versions, stake.tier, now);
  if (!terms) return tierUnknown(tiersAt(versions, now).map(({ tier }) => tier));
  if (!fits(stake.principal, terms)) return stakeAmountInvalid(stake.tier, terms.minimum, terms.maximum);
  const next = renewed(stake, terms, now);
  const refused = refusedBy(await settle(tx, reserveReward(next), now));
  if (isRefusal(refused)) return refused;
  await writeStakes(tx.sql, [next]);
  await tellStaked(tx, next);
  return { stakeId };
}
