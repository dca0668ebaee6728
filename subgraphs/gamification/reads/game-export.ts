import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { readOwnRows } from '../storage/export.store.ts';

/** Everything that the game keeps about the asker, as JSON text. */
export async function gameExport(scope: Scope): Promise<string> {
  const tables = await readOwnRows(sqlOf(scope.em), scope.caller.userId!);
  return JSON.stringify({ userId: scope.caller.userId, exportedAt: scope.clock.now().toISOString(), tables });
}
