import type { Id } from '#kernel/id';
import { instant } from './instant.ts';
import { arrayLiteral, type Sql } from './sql.ts';

export interface Session {
  readonly id: Id;
  readonly accountId: Id;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  /** When every factor was last given. */
  readonly freshAt: Date;
  readonly endsAt: Date;
  readonly ip: string;
  readonly userAgent: string;
  /** Tokens that carry another number are not believed. */
  readonly epoch: number;
}

interface SessionRow {
  id: string;
  account_id: string;
  started_at: string;
  last_used_at: string;
  fresh_at: string;
  ends_at: string;
  ip: string;
  user_agent: string;
  epoch: number;
}

const COLUMNS = 'id, account_id, started_at, last_used_at, fresh_at, ends_at, ip, user_agent, epoch';
const ALIVE = 'revoked_at is null and idle_ends_at > ? and ends_at > ?';

export interface NewSession {
  readonly id: Id;
  readonly accountId: Id;
  readonly now: Date;
  readonly idleMinutes: number;
  readonly idleEndsAt: Date;
  readonly endsAt: Date;
  readonly ip: string;
  readonly userAgent: string;
}

export async function insertSession(sql: Sql, session: NewSession): Promise<void> {
  const { id, accountId, now, idleMinutes, idleEndsAt, endsAt, ip, userAgent } = session;
  await sql(
    `insert into session (id, account_id, started_at, last_used_at, fresh_at, idle_minutes, idle_ends_at, ends_at, ip, user_agent)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, accountId, now, now, now, idleMinutes, idleEndsAt, endsAt, ip, userAgent.slice(0, 400)],
  );
}

/** The live sessions of an account, the latest used first. */
export async function liveSessions(sql: Sql, accountId: Id, now: Date): Promise<Session[]> {
  const rows = await sql<SessionRow>(
    `select ${COLUMNS} from session where account_id = ? and ${ALIVE} order by last_used_at desc, id desc limit 100`,
    [accountId, now, now],
  );
  return rows.map(toSession);
}

/** The session while it lives, its row locked. */
export async function lockLiveSession(sql: Sql, id: Id, now: Date): Promise<Session | null> {
  const [row] = await sql<SessionRow>(`select ${COLUMNS} from session where id = ? and ${ALIVE} for update`, [id, now, now]); // prettier-ignore
  return row ? toSession(row) : null;
}

export async function freshenSession(sql: Sql, id: Id, now: Date): Promise<void> {
  await sql('update session set fresh_at = ? where id = ?', [now, id]);
}

/** Whoever came to hold power over others gets the short session from then on. */
export async function shortenSession(sql: Sql, id: Id, hours: number, now: Date): Promise<void> {
  const minutes = hours * 60;
  await sql(
    `update session set idle_minutes = ?, ends_at = least(ends_at, ?::timestamptz + ? * interval '1 minute'),
            idle_ends_at = least(idle_ends_at, ?::timestamptz + ? * interval '1 minute')
      where id = ? and idle_minutes > ?`,
    [minutes, now, minutes, now, minutes, id, minutes],
  );
}

/** True the first time that this account is seen on this device. */
export async function meetDevice(sql: Sql, accountId: Id, fingerprint: Buffer, now: Date): Promise<boolean> {
  const rows = await sql(
    'insert into known_device (account_id, fingerprint, first_seen_at) values (?, ?, ?) on conflict do nothing returning 1',
    [accountId, fingerprint, now],
  );
  return rows.length === 1;
}

/** What the doors must learn of one session. */
export interface AccessState {
  readonly sessionId: Id;
  readonly epoch: number;
  readonly active: boolean;
}

interface AccessRow {
  id: string;
  epoch: number;
  active: boolean;
}

export interface SessionChoice {
  readonly accountId: Id;
  /** Only this one. */
  readonly only?: Id;
  /** All but this one. */
  readonly except?: Id;
}

/** Ends sessions; answers those that this call ended. Rows are locked in id order, so that two calls cannot deadlock. */
export async function revokeSessions(sql: Sql, choice: SessionChoice, why: string, now: Date): Promise<AccessState[]> {
  return change(sql, choice, 'revoked_at = ?, revoked_why = ?', [now, why]);
}

/** Makes every token of the live sessions stale without ending them: the next refresh carries the new rights. */
export async function bumpEpochs(sql: Sql, choice: SessionChoice): Promise<AccessState[]> {
  return change(sql, choice, 'revoked_at = null', []);
}

async function change(sql: Sql, choice: SessionChoice, set: string, values: unknown[]): Promise<AccessState[]> {
  const { accountId, only, except } = choice;
  const rows = await sql<AccessRow>(
    `with chosen as (
       select id from session where account_id = ? and revoked_at is null
         and (?::uuid is null or id = ?::uuid) and (?::uuid is null or id <> ?::uuid) order by id for update)
     update session set ${set}, epoch = epoch + 1, access_changed_at = clock_timestamp()
       from chosen where session.id = chosen.id
     returning session.id, session.epoch, session.revoked_at is null as active`,
    [accountId, only ?? null, only ?? null, except ?? null, except ?? null, ...values],
  );
  return rows.map(toAccess);
}

/** The state of each known session; an unknown id is missing from the answer. */
export async function accessOf(sql: Sql, ids: readonly Id[], now: Date): Promise<AccessState[]> {
  const rows = await sql<AccessRow>(`select id, epoch, ${ALIVE} as active from session where id = any(?::uuid[])`, [
    now,
    now,
    arrayLiteral(ids),
  ]);
  return rows.map(toAccess);
}

/** The database's wall clock: what the changes of access are stamped with. */
export async function accessClock(sql: Sql): Promise<Date> {
  const [row] = await sql<{ at: string }>('select clock_timestamp() as at');
  return instant(row!.at);
}

const PAGE = 5_000;

/** Every change of access since `since`, by that clock, in order; in pages, because a change of a role reaches everybody who holds it. */
export async function* accessChangedSince(sql: Sql, since: Date): AsyncGenerator<AccessState> {
  let [at, id] = [since.toISOString(), '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const rows = await sql<AccessRow & { at: string }>(
      `select id, epoch, revoked_at is null as active, access_changed_at as at from session
        where (access_changed_at, id) > (?::timestamptz, ?::uuid) and epoch > 1 order by access_changed_at, id limit ${PAGE}`,
      [at, id],
    );
    for (const row of rows) yield toAccess(row);
    if (rows.length < PAGE) return;
    ({ at, id } = rows.at(-1)!);
  }
}

function toAccess(row: AccessRow): AccessState {
  return { sessionId: row.id, epoch: row.epoch, active: row.active };
}

function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    startedAt: instant(row.started_at),
    lastUsedAt: instant(row.last_used_at),
    freshAt: instant(row.fresh_at),
    endsAt: instant(row.ends_at),
    ip: row.ip,
    userAgent: row.user_agent,
    epoch: row.epoch,
  };
}

/** Removes what has been dead since `before`: sessions with their tokens, and challenges and links that nobody can use. */
export async function forgetDeadSessions(sql: Sql, before: Date): Promise<void> {
  await sql('delete from session where least(ends_at, coalesce(revoked_at, ends_at), idle_ends_at) < ?', [before]);
  await sql('delete from mfa_challenge where expires_at < ?', [before]);
  await sql('delete from one_time_link where expires_at < ?', [before]);
}

/** True at most once an hour of business time: then it is worth telling that somebody is here. */
export async function markPresent(sql: Sql, sessionId: Id, now: Date): Promise<boolean> {
  const marked = await sql(
    `update session set present_at = ?
     where id = ? and coalesce(present_at, started_at) <= ?::timestamptz - interval '1 hour' returning id`,
    [now, sessionId, now],
  );
  return marked.length > 0;
}
