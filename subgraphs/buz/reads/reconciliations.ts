import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { readReconciliations, type Reconciliation } from '../storage/reconciliations.store.ts';

export type { Reconciliation } from '../storage/reconciliations.store.ts';

/** Runs, the latest first; unchecked: whoever asks holds `buz.admin`. */
export async function reconciliations(scope: Scope, request: PageRequest): Promise<Page<Reconciliation>> {
  return pageOf(await readReconciliations(sqlOf(scope.em), request), request.first, ({ id }) => [id]);
}
