import { decimalOf, unitsOf, type Units } from '#kernel/buz';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { Pool } from '../domain/account.ts';
import { programmeUnknown } from '../domain/programme.ts';
import { readProgramme } from '../storage/programmes.store.ts';
import type { ActKind } from './act-kind.ts';
import { administer } from './administer.ts';
import { closeProgramme, openProgramme } from './open-programme.ts';
import { proposeAct } from './propose-act.ts';

type Opening = { readonly code: string; readonly name: string; readonly pool: Pool; readonly ceiling: string };
type Closing = { readonly code: string };

/** A budget is opened by two administrators. */
export const programmeOpeningAct: ActKind<Opening> = {
  kind: 'PROGRAMME_OPENING',
  permission: 'buz.admin',
  async execute(tx, { id, body }, now) {
    const opened = await openProgramme(tx, { ...body, ceiling: unitsOf(body.ceiling)!, decisionId: id }, now);
    return isRefusal(opened) ? opened : { subjectId: opened.transfer.id };
  },
};

/** And closed by two: what is left goes back to its pool. */
export const programmeClosingAct: ActKind<Closing> = {
  kind: 'PROGRAMME_CLOSING',
  permission: 'buz.admin',
  async execute(tx, { id, body }, now) {
    return (await closeProgramme(tx, body.code, now)) ?? { subjectId: id };
  },
};

interface Administrated {
  readonly code: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export async function proposeProgramme(
  scope: Scope,
  { code, name, pool, ceiling, ...rest }: Administrated & { name: string; pool: Pool; ceiling: Units },
): Promise<{ readonly actId: string } | Refusal> {
  if (!/^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return invalid('code', 'A code is 3 to 41 capitals, digits and _.');
  if (ceiling === 0n) return invalid('ceiling', 'A budget of nothing gives nothing.');
  const body = { code, name, pool, ceiling: decimalOf(ceiling) };
  return administer(scope, 'proposeProgramme', 'buz.admin', { ...body, ...rest }, async (by) => {
    const summary = `A budget of ${body.ceiling} BUZ out of ${pool}: ${name} (${code})`;
    const act = { body, summary, reason: rest.reason };
    return { actId: await proposeAct(by, programmeOpeningAct, act, scope.clock.now()) };
  });
}

export async function proposeProgrammeClosing(
  scope: Scope,
  { code, ...rest }: Administrated,
): Promise<{ readonly actId: string } | Refusal> {
  return administer(scope, 'closeProgramme', 'buz.admin', { code, ...rest }, async (by) => {
    const programme = await readProgramme(by.tx.sql, code);
    if (!programme || programme.closedAt) return programmeUnknown(code);
    const act = { body: { code }, summary: `The end of the budget ${code}`, reason: rest.reason };
    return { actId: await proposeAct(by, programmeClosingAct, act, scope.clock.now()) };
  });
}

const invalid = (field: string, message: string): Refusal => refusal('BuzRuleInvalid', message, { field });
