import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import type { XpEntry } from '../domain/player.ts';
import { readEntries } from '../storage/players.store.ts';

/** The player's ledger, newest first. */
export async function xpHistory(scope: Scope, userId: string, request: PageRequest): Promise<Page<XpEntry>> {
  const before = request.after ? Number(request.after[0]) : null;
  const entries = await readEntries(scope.em, userId, request.first, before);
  return pageOf(entries, request.first, (entry) => [entry.sequence]);
}
