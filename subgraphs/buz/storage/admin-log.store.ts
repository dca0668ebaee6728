import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf, type Sql } from '#chassis/storage/transact';

/** One line of what administrators of the money did. */
export interface AdminLogLine {
  readonly n: string;
  /** Business time. */
  readonly at: Date;
  readonly adminId: string;
  readonly act: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function insertAdminLog(
  sql: Sql,
  line: Omit<AdminLogLine, 'n'> & { readonly requestId: string },
): Promise<void> {
  await sql(
    `insert into admin_log (at, admin_id, act, subject_type, subject_id, reason, detail, request_id)
     values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)`,
    [
      line.at.toISOString(),
      line.adminId,
      line.act,
      line.subjectType,
      line.subjectId,
      line.reason,
      JSON.stringify(line.detail),
      line.requestId,
    ],
  );
}

/** Newest first, one row more than asked for. */
export async function readAdminLog(em: EntityManager, limit: number, before: string | null): Promise<AdminLogLine[]> {
  const rows = await sqlOf(em)<Omit<AdminLogLine, 'at'> & { at: string }>(
    `select n::text as n, at::text as at, admin_id as "adminId", act, subject_type as "subjectType", subject_id as "subjectId", reason, detail
     from admin_log where ?::bigint is null or n < ?::bigint order by n desc limit ?`,
    [before, before, limit + 1],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
