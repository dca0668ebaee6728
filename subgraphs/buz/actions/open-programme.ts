import { newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Transaction } from '#chassis/mount/scope';
import { poolOf } from '../domain/account.ts';
import type { Settled } from '../domain/transfer.ts';
import { programmeAccount, programmeExists, programmeUnknown } from '../domain/programme.ts';
import {
  closeProgrammeRow,
  insertProgramme,
  lockProgramme,
  readBalance,
  type NewProgramme,
} from '../storage/programmes.store.ts';
import { settleOne } from './settle.ts';

/** Opens a budget and fills it out of its pool with all that it may ever give; refused when the pool has less. */
export async function openProgramme(tx: Transaction, programme: NewProgramme, now: Date): Promise<Settled | Refusal> {
  if (!(await insertProgramme(tx.sql, programme, now))) return programmeExists(programme.code);
  const { code, pool, ceiling, decisionId } = programme;
  return settleOne(
    tx,
    {
      ...{ kind: 'MOVE', type: 'GRANT', id: newId(), actorId: null, memo: code },
      once: { scope: 'programme-open', key: code },
      subject: { type: 'programme', id: decisionId },
      legs: [
        { account: poolOf(pool), amount: -ceiling },
        { account: programmeAccount(code), amount: ceiling },
      ],
    },
    now,
  );
}

/** Closes a budget; what is left goes back to the pool that it came from. */
export async function closeProgramme(tx: Transaction, code: string, now: Date): Promise<Refusal | null> {
  const programme = await lockProgramme(tx.sql, code);
  if (!programme) return programmeUnknown(code);
  const left = await readBalance(tx.sql, code);
  await closeProgrammeRow(tx.sql, code, now);
  if (left === 0n) return null;
  const outcome = await settleOne(
    tx,
    {
      ...{ kind: 'MOVE', type: 'GRANT', id: newId(), actorId: null, memo: code },
      once: { scope: 'programme-close', key: code },
      legs: [
        { account: programmeAccount(code), amount: -left },
        { account: poolOf(programme.pool), amount: left },
      ],
    },
    now,
  );
  return isRefusal(outcome) ? outcome : null;
}
