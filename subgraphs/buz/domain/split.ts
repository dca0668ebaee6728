import type { Units } from '#kernel/buz';

/**
 * Splits an amount by weights so that the parts are whole units and sum to it exactly: everybody gets the floor of their exact share, and what is
 * left goes unit by unit to the largest remainders (of equal ones, to the earlier). No part is a unit or more away from its exact share.
 * @throws on a negative weight or amount, and when nothing weighs anything: there is nobody to give it to.
 */
export function splitByWeight(amount: Units, weights: readonly bigint[]): Units[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (amount < 0n || weights.some((weight) => weight < 0n)) throw new Error('Nothing is split by less than nothing.');
  if (whole === 0n) throw new Error('There is nobody to split it among.');
  const parts = weights.map((weight) => (amount * weight) / whole);
  const left = amount - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  // fewer units are left than there are remainders above zero, so nobody without a weight gets one
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index]! += 1n;
  return parts;
}
