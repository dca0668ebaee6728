import { decimalOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { poolOf, walletOf } from '../domain/account.ts';
import type { Move } from '../domain/command.ts';
import { inForce } from '../domain/economy-rule.ts';
import { CLAIMABLE, claimableUntil, dayOf, fitting, type Payout, type Reward } from '../domain/reward.ts';
import { awarded, rewardClaimable } from '../published/economy.events.ts';
import { readVersions } from '../storage/economy-rules.store.ts';
import { lockAccounts } from '../storage/ledger.store.ts';
import { addEmission, lockEmission, lockQueue, markWaiting, saveRewards } from '../storage/rewards.store.ts';
import { settle } from './settle.ts';

const AT_ONCE = 200;
const POOL = poolOf('REWARDS');

/**
 * Pays the queue in order, set by set, as far as the emission of the business day and the pool reach; the rest waits and is not lost. Run when
 * something was earned, and each minute: the first round of a day pays what the day before had no room for.
 */
export async function payRewards(scope: Scope): Promise<Payout> {
  for (let paid = 0; ;) {
    const round = await scope.transact((tx) => payRound(tx, scope.clock.now()));
    paid += round.paid;
    if (round.paid < AT_ONCE) return { paid, waitsFor: round.waitsFor };
  }
}

async function payRound(tx: Transaction, now: Date): Promise<Payout> {
  const day = dayOf(now);
  const cap = inForce(await readVersions(tx.sql, 'EMISSION', ['DAILY_EMISSION']), now)?.amount ?? 0n;
  const { emitted } = await lockEmission(tx.sql, day, cap);
  const queue = await lockQueue(tx.sql, AT_ONCE);
  if (queue.length === 0) return { paid: 0, waitsFor: null };
  // every account of the round at once, in id order: what settling locks again below is ours already
  const accounts = await lockAccounts(tx.sql, [POOL, CLAIMABLE, ...queue.map(({ userId }) => walletOf(userId))], false);
  const left = { emission: cap - emitted, pool: accounts.get(POOL)!.balance };
  const { fits, waitsFor } = fitting(queue, left);
  if (waitsFor) await markWaiting(tx.sql, waitsFor);
  if (fits.length > 0) await pay(tx, fits, day, now);
  return { paid: fits.length, waitsFor };
}

async function pay(tx: Transaction, rewards: readonly Reward[], day: string, now: Date): Promise<void> {
  const outcomes = await settle(tx, rewards.map(moveOf), now);
  // the only refusal left: the wallet was closed meanwhile
  const settled = rewards.filter((_, nth) => !isRefusal(outcomes[nth]));
  const sum = settled.reduce((total, { amount }) => total + amount, 0n);
  await addEmission(tx.sql, day, sum);
  await saveRewards(
    tx.sql,
    rewards.map(({ id, claimDays }, nth) => {
      if (isRefusal(outcomes[nth])) return { id, state: 'FORFEITED', endedAt: now };
      if (claimDays === null) return { id, state: 'PAID', emittedOn: day, endedAt: now };
      return { id, state: 'CLAIMABLE', emittedOn: day, expiresAt: claimableUntil(now, claimDays) };
    }),
  );
  await tx.tellFirsts(
    awarded,
    settled
      .filter(({ claimDays }) => claimDays === null)
      .map((reward) => ({ aggregateId: reward.id, body: toldAs(reward) })),
  );
  for (const reward of settled.filter(({ claimDays }) => claimDays !== null)) {
    const expiresAt = claimableUntil(now, reward.claimDays!).toISOString();
    await tx.tell(rewardClaimable, reward.id, { ...toldAs(reward), expiresAt });
  }
}

function moveOf({ id, code, userId, amount, claimDays }: Reward): Move {
  return {
    ...{ kind: 'MOVE', type: 'REWARD', id: newId(), actorId: null, memo: code, subject: { type: 'reward', id } },
    once: { scope: 'reward', key: id },
    legs: [
      { account: POOL, amount: -amount },
      { account: claimDays === null ? walletOf(userId) : CLAIMABLE, amount },
    ],
  };
}

function toldAs({ id, userId, code, subject, amount }: Reward) {
  return { rewardId: id, userId, rule: code, subject, amount: decimalOf(amount) };
}
