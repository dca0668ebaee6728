import { decimalOf } from '#kernel/buz';
import type { Transaction } from '#chassis/mount/scope';
import type { Stake, StakeExit } from '../domain/stake.ts';
import { staked, stakeMatured, unstaked } from '../published/staking.events.ts';

export async function tellStaked(tx: Transaction, stake: Stake): Promise<void> {
  const { reward, maturesAt, autoRenew } = stake;
  const term = { reward: decimalOf(reward), maturesAt: maturesAt.toISOString(), autoRenew };
  await tx.tell(staked, stake.id, { ...position(stake), ...term });
}

/** `stake` is the term that ended, `notRenewed` why no other one follows although it should. */
export async function tellMatured(
  tx: Transaction,
  stake: Stake,
  next: { renewed: boolean; notRenewed: string | null },
): Promise<void> {
  const ended = { reward: decimalOf(stake.reward), maturedAt: stake.maturesAt.toISOString() };
  await tx.tell(stakeMatured, stake.id, { ...position(stake), ...ended, ...next });
}

export async function tellUnstaked(
  tx: Transaction,
  stake: Stake,
  { early, payout, penalty }: StakeExit,
): Promise<void> {
  const exit = { early, payout: decimalOf(payout), penalty: decimalOf(penalty) };
  await tx.tell(unstaked, stake.id, { ...position(stake), ...exit });
}

function position({ id, userId, tier, term, principal }: Stake) {
  return { stakeId: id, userId, tier, term, principal: decimalOf(principal) };
}
