import { isId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { refuseDecision, type Act, type Decision } from '../domain/act.ts';
import { actDecided } from '../published/act.events.ts';
import { lockAct, writeDecision } from '../storage/acts.store.ts';
import { ACT_KINDS } from './act-kinds.ts';
import type { ActKind } from './act-kind.ts';
import { administer, type Administering } from './administer.ts';

const STATES = { APPROVE: 'DONE', REJECT: 'REJECTED', WITHDRAW: 'WITHDRAWN' } as const;

/**
 * Decides about a proposed act: somebody else approves or rejects it, or the one who proposed it withdraws it. Under the act's lock, so of
 * parallel decisions one counts; an approved act happens in the same transaction. Answers the id of the act.
 */
export async function decideAct(
  scope: Scope,
  decision: Decision,
  input: { readonly actId: string; readonly reason: string; readonly idempotencyKey: string },
): Promise<{ readonly actId: string } | Refusal> {
  const now = scope.clock.now();
  return administer(scope, `${decision}_ACT`, 'buz.admin', input, async (by) => {
    const act = isId(input.actId) ? await lockAct(by.tx.sql, input.actId, now) : null;
    const kind = ACT_KINDS.find((one) => one.kind === act?.kind);
    if (!act || !kind) return refusal('NotFound', 'There is no such act.');
    if (!scope.caller.permissions.includes(kind.permission)) {
      return refusal('Forbidden', `This takes the permission ${kind.permission}.`);
    }
    const refused = refuseDecision(act, decision, by.adminId);
    if (refused) return refused;
    const done = decision === 'APPROVE' ? await happen(by, kind, act, now) : { subjectId: null };
    if (isRefusal(done)) return done;
    const state = STATES[decision];
    const { id } = act;
    await writeDecision(by.tx.sql, { id, state, deciderId: by.adminId, reason: input.reason, ...done }, now);
    await by.record(`${act.kind}_${state}`, { type: 'ACT', id }, { subjectId: done.subjectId });
    await by.tx.tell(actDecided, id, { actId: id, kind: act.kind, state, deciderId: by.adminId, ...done });
    return { actId: id };
  });
}

/** What stands against it now is told by its code: every kind has refusals of its own. */
async function happen(
  by: Administering,
  kind: ActKind,
  act: Act,
  now: Date,
): Promise<{ readonly subjectId: string } | Refusal> {
  const done = await kind.execute(by.tx, { ...act, approverId: by.adminId }, now);
  return isRefusal(done) ? refusal('BuzActNotPossible', done.message, { because: done.code }) : done;
}
