import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Units } from '#kernel/buz';
import { legalGateClosed, walletFrozen, walletUnknown } from '../domain/refusals.ts';
import { stakePoolExhausted } from '../domain/stake-refusals.ts';
import { TRANSFER_RULES } from '../domain/transfer-rules.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { Staker } from '../storage/stakers.store.ts';

/** What stands against the beginning of a term, apart from amounts: staking needs the token documents, as sending does. */
export function refuseStaker(standing: Staker | undefined): Refusal | null {
  if (!standing) return walletUnknown();
  if (standing.status !== 'ACTIVE') return walletFrozen();
  const missing = TRANSFER_RULES.documents.filter((code) => !standing.documents.includes(code));
  return missing.length > 0 ? legalGateClosed(missing) : null;
}

/** The first command that the ledger refused, in the words of staking. */
export function refusedBy(outcomes: readonly Outcome[]): Refusal | null {
  const refused = outcomes.find(isRefusal);
  if (refused?.name !== 'BuzPoolExhausted') return refused ?? null;
  const { needed, available } = refused as Refusal & { needed: Units; available: Units };
  return stakePoolExhausted(needed, available);
}
