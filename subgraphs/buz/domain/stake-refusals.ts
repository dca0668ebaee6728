import { decimalOf, type Units } from '#kernel/buz';
import { refusal } from '#kernel/refusal';

export const stakeNotFound = () => refusal('NotFound', 'You have no such stake.');

export const tierUnknown = (tiers: readonly string[]) =>
  refusal('StakeTierUnknown', `The tiers are ${tiers.join(', ')}.`, { tiers });

export const stakeAmountInvalid = (tier: string, minimum: Units, maximum: Units) =>
  refusal('StakeAmountInvalid', `${tier} takes ${decimalOf(minimum)} to ${decimalOf(maximum)} BUZ.`, {
    minimum,
    maximum,
  });

export const stakePoolExhausted = (needed: Units, available: Units) =>
  refusal(
    'StakePoolExhausted',
    `This would earn ${decimalOf(needed)} BUZ, and the pool for such rewards has ${decimalOf(available)} BUZ left.`,
    { needed, available },
  );

export const stakeEnded = () => refusal('StakeEnded', 'This stake was withdrawn already.');

export const stakeNotMatured = (maturesAt: Date) =>
  refusal('StakeNotMatured', `Only a matured stake is renewed; this one matures at ${maturesAt.toISOString()}.`, {
    maturesAt,
  });

export const stakePayoutChanged = (payout: Units, penalty: Units) =>
  refusal('StakePayoutChanged', `Leaving now returns ${decimalOf(payout)} BUZ: ask again with that.`, {
    payout,
    penalty,
  });
