import type { Id } from '#kernel/id';
import type { Sql } from './sql.ts';

/** A new wish replaces the one before, and its confirmations. */
export async function askEmailChange(sql: Sql, accountId: Id, newEmail: string, now: Date): Promise<void> {
  await sql(
    `insert into email_change (account_id, new_email, asked_at) values (?, ?, ?)
     on conflict (account_id) do update
       set new_email = excluded.new_email, asked_at = excluded.asked_at, confirmed_at_old = null, confirmed_at_new = null`,
    [accountId, newEmail, now],
  );
}

/** Confirms one end; true when both ends of the change to this very address are confirmed. The account is under lock. */
export async function confirmEnd(
  sql: Sql,
  accountId: Id,
  end: 'old' | 'new',
  newEmail: string,
  now: Date,
): Promise<boolean> {
  const [row] = await sql<{ complete: boolean }>(
    `update email_change set confirmed_at_${end} = ? where account_id = ? and new_email = ?
     returning confirmed_at_old is not null and confirmed_at_new is not null as complete`,
    [now, accountId, newEmail],
  );
  return row?.complete ?? false;
}

export async function forgetEmailChange(sql: Sql, accountId: Id): Promise<void> {
  await sql('delete from email_change where account_id = ?', [accountId]);
}

/** False when somebody else has the address by now: the unique index decides. */
export async function moveAddress(sql: Sql, accountId: Id, email: string): Promise<boolean> {
  const rows = await sql(
    'update account set email = ? where id = ? and not exists (select 1 from account other where other.email = ?) returning 1',
    [email, accountId, email],
  );
  return rows.length === 1;
}
