import { pageOf, type Page, type PageRequest } from '#kernel/page';
import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import type { Act, ActState } from '../domain/act.ts';
import { readActList, readActs } from '../storage/acts.store.ts';
import { readAdminLog, type AdminLogLine } from '../storage/admin-log.store.ts';

export const actLoader: LoaderDefinition<string, Act | null> = {
  name: 'buz.act',
  async load(scope, ids) {
    const acts = await readActs(scope.em, ids.filter(isId), scope.clock.now());
    return ids.map((id) => acts.get(id) ?? null);
  },
};

/** Acts of two people, newest first. */
export async function actList(scope: Scope, state: ActState | null, request: PageRequest): Promise<Page<Act>> {
  const before = request.after ? ([String(request.after[0]), String(request.after[1])] as const) : null;
  const acts = await readActList(scope.em, { state, limit: request.first, before }, scope.clock.now());
  return pageOf(acts, request.first, (act) => [act.proposedAt.toISOString(), act.id]);
}

/** What administrators of the money did, newest first. */
export async function adminLog(scope: Scope, request: PageRequest): Promise<Page<AdminLogLine>> {
  const lines = await readAdminLog(scope.em, request.first, request.after ? String(request.after[0]) : null);
  return pageOf(lines, request.first, (line) => [line.n]);
}
