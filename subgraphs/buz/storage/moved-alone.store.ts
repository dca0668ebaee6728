import type { Units } from '#kernel/buz';
import type { Sql } from '#chassis/storage/transact';

/**
 * What an administrator moved alone after `since`; what two decided is the act's, not his. Until the transaction ends nobody else moves
 * anything alone in his name, so that two at once are counted one after the other. Ask before accounts are locked.
 */
export async function lockMovedAlone(sql: Sql, adminId: string, since: Date): Promise<Units> {
  await sql('select pg_advisory_xact_lock(hashtext(?))', [`moved alone by ${adminId}`]);
  const [row] = await sql<{ moved: string }>(
    `select coalesce(sum(amount), 0)::text as moved from transfer
     where type in ('GRANT', 'REVERSAL') and actor_id = ?::uuid and key_scope = ?::text and occurred_at > ?::timestamptz`,
    [adminId, adminId, since.toISOString()],
  );
  return BigInt(row!.moved);
}
