import type { Id } from '#kernel/id';
import type { SpentToken } from '../domain/session.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

export async function insertRefreshToken(sql: Sql, sessionId: Id, hash: Buffer, now: Date): Promise<void> {
  await sql('insert into refresh_token (hash, session_id, issued_at) values (?, ?, ?)', [hash, sessionId, now]);
}

export interface RotatedSession {
  readonly sessionId: Id;
  readonly accountId: Id;
  readonly epoch: number;
  readonly freshAt: Date;
  /** When the new token ends unless it is used. */
  readonly idleEndsAt: Date;
}

interface RotatedRow {
  id: string;
  account_id: string;
  epoch: number;
  fresh_at: string;
  idle_ends_at: string;
}

/**
 * Rotation is this ONE guarded statement: of any number of parallel uses of a token one gets a row, the others none. The child is kept
 * sealed under its parent (only a holder of the parent can open it), so that the grace period can answer with the same child.
 */
export async function rotateRefreshToken(
  sql: Sql,
  token: { hash: Buffer; childHash: Buffer; childSealed: Buffer; now: Date },
): Promise<RotatedSession | null> {
  const { hash, childHash, childSealed, now } = token;
  const [row] = await sql<RotatedRow>(
    `with spent as (
       update refresh_token set rotated_at = ?, child_hash = ?, child_sealed = ? where hash = ? and rotated_at is null returning session_id
     ), child as (
       insert into refresh_token (hash, session_id, issued_at) select ?, session_id, ? from spent
     )
     update session set last_used_at = ?, idle_ends_at = least(ends_at, ?::timestamptz + idle_minutes * interval '1 minute')
       from spent where session.id = spent.session_id and revoked_at is null and idle_ends_at > ? and ends_at > ?
     returning session.id, account_id, epoch, fresh_at, idle_ends_at`,
    [now, childHash, childSealed, hash, childHash, now, now, now, now, now],
  );
  return row ? toRotated(row) : null;
}

export interface FoundToken extends SpentToken, RotatedSession {
  readonly childSealed: Buffer | null;
}

interface FoundRow extends RotatedRow {
  rotated_at: string | null;
  child_sealed: Buffer | null;
  child_is_current: boolean;
  lives: boolean;
}

/** A token that could not be rotated, with what a verdict needs; null when nobody ever issued it. */
export async function findRefreshToken(sql: Sql, hash: Buffer, now: Date): Promise<FoundToken | null> {
  const [row] = await sql<FoundRow>(
    `select session.id, account_id, epoch, fresh_at, idle_ends_at, token.rotated_at, token.child_sealed,
            coalesce(child.rotated_at is null and child.hash is not null, false) as child_is_current,
            revoked_at is null and idle_ends_at > ? and ends_at > ? as lives
       from refresh_token token join session on session.id = token.session_id
       left join refresh_token child on child.hash = token.child_hash
      where token.hash = ?`,
    [now, now, hash],
  );
  if (!row) return null;
  return {
    ...toRotated(row),
    rotatedAt: instant(row.rotated_at),
    childSealed: row.child_sealed,
    childIsCurrent: row.child_is_current,
    sessionLives: row.lives,
  };
}

function toRotated(row: RotatedRow): RotatedSession {
  return {
    sessionId: row.id,
    accountId: row.account_id,
    epoch: row.epoch,
    freshAt: instant(row.fresh_at),
    idleEndsAt: instant(row.idle_ends_at),
  };
}
