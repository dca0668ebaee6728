/** What an administrator decided about somebody's XP: facts of the log like all others, with the amount in their detail. */
export const ADMIN_AWARD = 'ADMIN_AWARD';
export const ADMIN_REVOKE = 'ADMIN_REVOKE';

/** By how much such a fact changes the XP: an award as it is, a revocation by no more than the player has; null for other facts. */
export function decidedAmount(
  fact: { readonly kind: string; readonly detail: Readonly<Record<string, unknown>> | null },
  xp: number,
): number | null {
  const amount = Number(fact.detail?.['amount']);
  if (fact.kind === ADMIN_AWARD) return amount;
  return fact.kind === ADMIN_REVOKE ? -Math.min(amount, xp) : null;
}
