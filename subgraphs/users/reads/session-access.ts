import { isId, type Id } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { accessOf, type AccessState } from '../storage/sessions.store.ts';
import { readingSql } from '../storage/sql.ts';

const MOST = 1_000;

/** The access state of each session asked for; one that never was is not active. */
export async function sessionAccess(scope: Scope<UsersPorts>, sessionIds: readonly Id[]): Promise<AccessState[]> {
  const ids = [...new Set(sessionIds.filter(isId))].slice(0, MOST);
  const known = await accessOf(readingSql(scope.em), ids, scope.ports.wall.now());
  const byId = new Map(known.map((state) => [state.sessionId, state]));
  return sessionIds.map((sessionId) => byId.get(sessionId) ?? { sessionId, epoch: 0, active: false });
}
