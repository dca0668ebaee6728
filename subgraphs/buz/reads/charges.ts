import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Charge } from '../domain/charge.ts';
import { readChargesOf } from '../storage/charges.store.ts';

/** What somebody was asked to pay, newest first. */
export async function chargesOf(scope: Scope, payerId: string, { first, after }: PageRequest): Promise<Page<Charge>> {
  const before = after ? ([String(after[0]), String(after[1])] as const) : null;
  const rows = await readChargesOf(sqlOf(scope.em), payerId, first, before);
  return pageOf(rows, first, ({ askedAt, id }) => [askedAt.toISOString(), id]);
}
