import { newId } from '#kernel/id';
import { ACT_HOURS } from '../domain/act.ts';
import { actProposed } from '../published/act.events.ts';
import { insertAct } from '../storage/acts.store.ts';
import type { ActKind } from './act-kind.ts';
import type { Administering } from './administer.ts';

/** Proposes an act in the transaction of `administer`; somebody else has seven days to decide. Answers its id. */
export async function proposeAct<Body extends object>(
  by: Administering,
  kind: ActKind<Body>,
  act: { readonly body: Body; readonly summary: string; readonly reason: string },
  now: Date,
): Promise<string> {
  const id = newId();
  await insertAct(by.tx.sql, {
    ...{ id, kind: kind.kind, ...act, proposerId: by.adminId, proposedAt: now },
    expiresAt: new Date(now.getTime() + ACT_HOURS * 3_600_000),
  });
  await by.record(`${kind.kind}_PROPOSED`, { type: 'ACT', id }, act.body as Record<string, unknown>);
  await by.tx.tell(actProposed, id, { actId: id, kind: kind.kind, proposerId: by.adminId });
  return id;
}
