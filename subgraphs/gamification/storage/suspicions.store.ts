import type { Sql } from '#chassis/storage/transact';
import { RECEIVED_KINDS, type Decision, type Measured, type Signal, type Suspicion } from '../domain/suspicion.ts';

const MOST_FACTS = 200;
const HOUR_MS = 3_600_000;

/** What signals look at, as of a fact of this player: an hour back, and for pairs so many days. */
export async function measure(
  sql: Sql,
  of: { userId: string; counterpartId: string | null; at: Date; pairSince: Date },
): Promise<Measured> {
  const { userId, counterpartId, at, pairSince } = of;
  const kinds = JSON.stringify(RECEIVED_KINDS);
  const received = `kind in (select jsonb_array_elements_text(?::jsonb)) and happened_at between ? and ?`;
  const [measured] = await sql<Measured & object>(
    `select (select count(*)::int from game_fact where user_id = ? and not derived and takes_back_id is null
               and happened_at > ? and happened_at <= ?) as "thisHour",
            count(*) filter (where user_id = ?)::int as received,
            count(*) filter (where user_id = ? and counterpart_id = ?::uuid)::int as "fromOther",
            count(*) filter (where user_id <> ?)::int as "toOther"
     from game_fact where ((user_id = ?) or (user_id = ?::uuid and counterpart_id = ?)) and ${received}`,
    [
      userId,
      new Date(at.getTime() - HOUR_MS),
      at,
      userId,
      userId,
      counterpartId,
      userId,
      userId,
      counterpartId,
      userId,
      kinds,
      pairSince,
      at,
    ],
  );
  return measured!;
}

/** The facts that a person should look at: of the hour, or what the two brought each other. */
export async function readEvidence(
  sql: Sql,
  signal: Signal,
  of: { userId: string; counterpartId: string | null; at: Date; pairSince: Date },
): Promise<string[]> {
  const { userId, counterpartId, at, pairSince } = of;
  const rows =
    signal === 'VELOCITY'
      ? await sql<{ id: string }>(
          `select id from game_fact where user_id = ? and not derived and takes_back_id is null and happened_at > ? and happened_at <= ?
           order by happened_at desc limit ?`,
          [userId, new Date(at.getTime() - HOUR_MS), at, MOST_FACTS],
        )
      : await sql<{ id: string }>(
          `select id from game_fact where ((user_id = ? and counterpart_id = ?::uuid) or (user_id = ?::uuid and counterpart_id = ?))
             and kind in (select jsonb_array_elements_text(?::jsonb)) and happened_at between ? and ? order by happened_at desc limit ?`,
          [userId, counterpartId, counterpartId, userId, JSON.stringify(RECEIVED_KINDS), pairSince, at, MOST_FACTS],
        );
  return rows.map(({ id }) => id);
}

/** Raises it, or brings the one of the day up to date as long as nobody has decided. */
export async function raiseSuspicion(
  sql: Sql,
  raised: Pick<Suspicion, 'id' | 'signal' | 'userId' | 'counterpartId' | 'day' | 'factIds' | 'measured' | 'raisedAt'>,
): Promise<void> {
  await sql(
    `insert into suspicion as s (id, signal, user_id, counterpart_id, day, facts, measured, raised_at)
     values (?, ?, ?, ?, ?::date, array(select jsonb_array_elements_text(?::jsonb)::uuid), ?::jsonb, ?)
     on conflict (signal, user_id, coalesce(counterpart_id, '00000000-0000-0000-0000-000000000000'), day)
       do update set facts = excluded.facts, measured = excluded.measured where s.decision is null`,
    [
      raised.id,
      raised.signal,
      raised.userId,
      raised.counterpartId,
      raised.day,
      JSON.stringify(raised.factIds),
      JSON.stringify(raised.measured),
      raised.raisedAt,
    ],
  );
}

const COLUMNS = `id, signal, user_id as "userId", counterpart_id as "counterpartId", day::text as day, to_jsonb(facts) as "factIds", measured,
  raised_at as "raisedAt", decision, decided_by as "decidedById", decided_at as "decidedAt", reason,
  coalesce(to_jsonb(taken_back), '[]'::jsonb) as "takenBackIds"`;

export async function readSuspicion(sql: Sql, id: string, lock: boolean): Promise<Suspicion | null> {
  const [row] = await sql<Suspicion>(`select ${COLUMNS} from suspicion where id = ?${lock ? ' for update' : ''}`, [id]);
  return row ? suspicionOf(row) : null;
}

/** Oldest first, so that nothing waits for ever; one row more than asked for. */
export async function readSuspicions(
  sql: Sql,
  open: boolean,
  limit: number,
  after: readonly [raisedAt: string, id: string] | null,
): Promise<Suspicion[]> {
  const rows = await sql<Suspicion>(
    `select ${COLUMNS} from suspicion where (decision is null) = ?
       and (?::timestamptz is null or (raised_at, id) > (?::timestamptz, ?::uuid)) order by raised_at, id limit ?`,
    [open, after?.[0] ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map(suspicionOf);
}

export async function decideSuspicion(
  sql: Sql,
  id: string,
  decided: { decision: Decision; by: string; at: Date; reason: string; takenBack: readonly string[] },
): Promise<void> {
  await sql(
    `update suspicion set decision = ?, decided_by = ?, decided_at = ?, reason = ?,
       taken_back = array(select jsonb_array_elements_text(?::jsonb)::uuid) where id = ?`,
    [decided.decision, decided.by, decided.at, decided.reason, JSON.stringify(decided.takenBack), id],
  );
}

function suspicionOf(row: Suspicion): Suspicion {
  return { ...row, raisedAt: new Date(row.raisedAt), decidedAt: row.decidedAt && new Date(row.decidedAt) };
}
