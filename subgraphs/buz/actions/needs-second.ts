import type { Units } from '#kernel/buz';
import { ALONE_HOURS, takesTwo } from '../domain/administration.ts';
import { lockMovedAlone } from '../storage/moved-alone.store.ts';
import type { Administering } from './administer.ts';

/** Whether this takes somebody else, counting what the administrator moved alone within a day; decided under a lock of his own. */
export async function needsSecond({ tx, adminId }: Administering, amount: Units, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - ALONE_HOURS * 3_600_000);
  return takesTwo(amount, await lockMovedAlone(tx.sql, adminId, since));
}
