import type { Units } from '#kernel/buz';
import { newId } from '#kernel/id';
import type { Transaction } from '#chassis/mount/scope';
import { payoutLegs, programmeUnknown, type Share } from '../domain/programme.ts';
import type { Outcome } from '../domain/transfer.ts';
import { lockProgramme } from '../storage/programmes.store.ts';
import { ensureWallet } from './open-wallet.ts';
import { settleOne } from './settle.ts';

export interface ProgrammePayout {
  readonly code: string;
  readonly amount: Units;
  /** Who gets it, by weight; see domain/split.ts. */
  readonly shares: readonly Share[];
  /** What is paid for: once per programme and subject, for ever. */
  readonly subject: { readonly type: string; readonly id: string };
}

/** Pays out of a budget, among several in one transfer. Exhaustion is `BuzPoolExhausted` with what is needed and what is left. */
export async function payFromProgramme(tx: Transaction, payout: ProgrammePayout, now: Date): Promise<Outcome> {
  const { code, amount, shares, subject } = payout;
  if (!(await lockProgramme(tx.sql, code))) return programmeUnknown(code);
  for (const userId of new Set(shares.map((share) => share.userId))) await ensureWallet(tx, userId, now);
  return settleOne(
    tx,
    {
      ...{ kind: 'MOVE', type: 'PAYOUT', id: newId(), actorId: null, memo: code, subject },
      once: { scope: `programme ${code}`, key: `${subject.type} ${subject.id}` },
      legs: payoutLegs(code, amount, shares),
    },
    now,
  );
}
