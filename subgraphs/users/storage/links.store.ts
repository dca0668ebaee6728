import type { Id } from '#kernel/id';
import type { Sql } from './sql.ts';

export type LinkPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'CHANGE_EMAIL_OLD' | 'CHANGE_EMAIL_NEW';

export interface NewLink {
  readonly id: Id;
  readonly hash: Buffer;
  readonly accountId: Id;
  readonly purpose: LinkPurpose;
  readonly securityVersion: number;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly newEmail?: string;
}

/** A new link of a purpose makes the older ones of it worthless. */
export async function insertLink(sql: Sql, link: NewLink): Promise<void> {
  await sql('update one_time_link set used_at = ? where account_id = ? and purpose = ? and used_at is null', [
    link.now,
    link.accountId,
    link.purpose,
  ]);
  await sql(
    `insert into one_time_link (id, hash, account_id, purpose, new_email, security_version, created_at, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [link.id, link.hash, link.accountId, link.purpose, link.newEmail ?? null, link.securityVersion, link.now, link.expiresAt], // prettier-ignore
  );
}

export interface RedeemedLink {
  readonly accountId: Id;
  readonly securityVersion: number;
  readonly newEmail: string | null;
}

interface LinkRow {
  account_id: string;
  security_version: number;
  new_email: string | null;
}

const REDEEMABLE = 'hash = ? and purpose = ? and used_at is null and expires_at > ?';

/** One guarded UPDATE: a link opens once, however many hands hold it. */
export async function spendLink(sql: Sql, hash: Buffer, purpose: LinkPurpose, now: Date): Promise<RedeemedLink | null> {
  const [row] = await sql<LinkRow>(
    `update one_time_link set used_at = ? where ${REDEEMABLE} returning account_id, security_version, new_email`,
    [now, hash, purpose, now],
  );
  return row ? toLink(row) : null;
}

/** The same question without using the link up. */
export async function findLink(sql: Sql, hash: Buffer, purpose: LinkPurpose, now: Date): Promise<RedeemedLink | null> {
  const [row] = await sql<LinkRow>(
    `select account_id, security_version, new_email from one_time_link where ${REDEEMABLE}`,
    [hash, purpose, now],
  );
  return row ? toLink(row) : null;
}

function toLink(row: LinkRow): RedeemedLink {
  return { accountId: row.account_id, securityVersion: row.security_version, newEmail: row.new_email };
}
