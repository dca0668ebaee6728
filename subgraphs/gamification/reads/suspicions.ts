import { pageOf, type Page, type PageRequest } from '#kernel/page';
import { isId } from '#kernel/id';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Fact } from '../domain/fact.ts';
import type { Suspicion } from '../domain/suspicion.ts';
import { readFactsById, readTakenBack } from '../storage/facts.store.ts';
import { readSuspicion, readSuspicions } from '../storage/suspicions.store.ts';

/** The queue, oldest first: what nobody has decided yet, or what was decided. */
export async function suspicions(scope: Scope, open: boolean, request: PageRequest): Promise<Page<Suspicion>> {
  const after = request.after ? ([String(request.after[0]), String(request.after[1])] as const) : null;
  const rows = await readSuspicions(sqlOf(scope.em), open, request.first, after);
  return pageOf(rows, request.first, ({ raisedAt, id }) => [raisedAt.toISOString(), id]);
}

export async function suspicion(scope: Scope, id: string): Promise<Suspicion | null> {
  return isId(id) ? readSuspicion(sqlOf(scope.em), id, false) : null;
}

export type SeenFact = Fact & { readonly takenBack: boolean };

/** Facts by their ids, with whether they still stand. */
export const seenFactLoader: LoaderDefinition<string, SeenFact | null> = {
  name: 'gamification.seen-fact',
  async load(scope, ids) {
    const sql = sqlOf(scope.em);
    const facts = new Map((await readFactsById(sql, ids)).map((fact) => [fact.id, fact]));
    const takenBack = await readTakenBack(sql, ids);
    return ids.map((id) => {
      const fact = facts.get(id);
      return fact ? { ...fact, takenBack: takenBack.has(id) } : null;
    });
  },
};
