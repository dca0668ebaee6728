import type { PageRequest } from '#kernel/page';
import type { Id } from '#kernel/id';
import {
  chainHash,
  GENESIS,
  type ChainHead,
  type SecurityEvent,
  type SecurityLogLine,
} from '../domain/security-log.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

interface LogRow {
  n: string;
  at: string;
  kind: string;
  actor_id: string | null;
  user_id: string | null;
  session_id: string | null;
  ip: string;
  request_id: string;
  detail: Record<string, unknown>;
  previous_hash: Buffer;
  hash: Buffer;
}

const COLUMNS = 'n, at, kind, actor_id, user_id, session_id, ip, request_id, detail, previous_hash, hash';

/**
 * Appends one line to the chain, in the transaction of the act that it records. The advisory lock makes the chain one line and is held
 * to the commit: append LAST, after every other lock.
 */
export async function appendSecurityEvent(sql: Sql, event: SecurityEvent): Promise<void> {
  // everybody who acts waits here for the commit of the one before: a burst may take longer than a row lock is given
  await sql(
    `select set_config('lock_timeout', '2500ms', true), pg_advisory_xact_lock(hashtextextended('users.security_log', 0))`,
  );
  const head = await securityLogHead(sql);
  const n = head.n + 1;
  const previous = head.hash;
  const { at, kind, actorId, userId, sessionId, ip, requestId, detail } = event;
  await sql(`insert into security_log (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)`, [
    n, at, kind, actorId, userId, sessionId, ip, requestId, JSON.stringify(detail), previous, chainHash(n, previous, event),
  ]); // prettier-ignore
}

/** The last line as the chain stands. */
export async function securityLogHead(sql: Sql): Promise<ChainHead> {
  const [head] = await sql<{ n: string; hash: Buffer }>('select n, hash from security_log order by n desc limit 1');
  return head ? { n: Number(head.n), hash: head.hash } : { n: 0, hash: GENESIS };
}

/** The lines after number `n`, in order. */
export async function securityLinesAfter(sql: Sql, n: number, count: number): Promise<SecurityLogLine[]> {
  const rows = await sql<LogRow>(`select ${COLUMNS} from security_log where n > ? order by n limit ?`, [n, count]);
  return rows.map(toLine);
}

/** Which lines; all of them when nothing is said. */
export interface LineFilter {
  readonly userId?: Id;
  readonly actorId?: Id;
  readonly kind?: string;
}

/** Lines of the log, the latest first; one row more than asked for. */
export async function securityLines(sql: Sql, filter: LineFilter, request: PageRequest): Promise<SecurityLogLine[]> {
  const before = request.after ? Number(request.after[0]) : Number.MAX_SAFE_INTEGER;
  const asked = Object.entries({ user_id: filter.userId, actor_id: filter.actorId, kind: filter.kind });
  const given = asked.filter(([, value]) => value !== undefined);
  const rows = await sql<LogRow>(
    `select ${COLUMNS} from security_log where n < ?${given.map(([column]) => ` and ${column} = ?`).join('')} order by n desc limit ?`,
    [before, ...given.map(([, value]) => value), request.first + 1],
  );
  return rows.map(toLine);
}

function toLine(row: LogRow): SecurityLogLine {
  return {
    n: Number(row.n),
    at: instant(row.at),
    kind: row.kind,
    actorId: row.actor_id,
    userId: row.user_id,
    sessionId: row.session_id,
    ip: row.ip,
    requestId: row.request_id,
    detail: row.detail,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
