import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf, type Sql } from '#chassis/storage/transact';
import { stateAt, type Act, type ActState } from '../domain/act.ts';

type Row = Omit<Act, 'proposedAt' | 'expiresAt' | 'decidedAt' | 'state'> & {
  proposedAt: string;
  expiresAt: string;
  decidedAt: string | null;
  state: Exclude<ActState, 'EXPIRED'>;
};

const ACT = `id, kind, body, summary, reason, proposer_id as "proposerId", proposed_at::text as "proposedAt", expires_at::text as "expiresAt",
  state, decider_id as "deciderId", decided_at::text as "decidedAt", decision_reason as "decisionReason", subject_id as "subjectId"`;

export async function insertAct(
  sql: Sql,
  act: Pick<Act, 'id' | 'kind' | 'body' | 'summary' | 'reason' | 'proposerId' | 'proposedAt' | 'expiresAt'>,
): Promise<void> {
  await sql(
    `insert into two_person_act (id, kind, body, summary, reason, proposer_id, proposed_at, expires_at)
     values (?, ?, ?::jsonb, ?, ?, ?, ?, ?)`,
    [
      act.id,
      act.kind,
      JSON.stringify(act.body),
      act.summary,
      act.reason,
      act.proposerId,
      act.proposedAt.toISOString(),
      act.expiresAt.toISOString(),
    ],
  );
}

/** The act, locked until the transaction ends. */
export async function lockAct(sql: Sql, id: string, now: Date): Promise<Act | null> {
  const [row] = await sql<Row>(`select ${ACT} from two_person_act where id = ? for update`, [id]);
  return row ? actOf(row, now) : null;
}

export async function writeDecision(
  sql: Sql,
  act: { id: string; state: ActState; deciderId: string; reason: string; subjectId: string | null },
  now: Date,
): Promise<void> {
  await sql(
    `update two_person_act set state = ?, decider_id = ?, decided_at = ?, decision_reason = ?, subject_id = ? where id = ?`,
    [act.state, act.deciderId, now.toISOString(), act.reason, act.subjectId, act.id],
  );
}

export async function readActs(em: EntityManager, ids: readonly string[], now: Date): Promise<Map<string, Act>> {
  if (ids.length === 0) return new Map();
  const rows = await sqlOf(em)<Row>(
    `select ${ACT} from two_person_act where id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map((row) => [row.id, actOf(row, now)]));
}

/** Newest first, one row more than asked for. */
export async function readActList(
  em: EntityManager,
  list: { readonly state: ActState | null; readonly limit: number; readonly before: readonly [string, string] | null },
  now: Date,
): Promise<Act[]> {
  const { state, limit, before } = list;
  const at = now.toISOString();
  const rows = await sqlOf(em)<Row>(
    `select ${ACT} from two_person_act
     where (?::text is null or case when state = 'WAITING' and expires_at <= ?::timestamptz then 'EXPIRED' else state end = ?::text)
       and (?::timestamptz is null or (proposed_at, id) < (?::timestamptz, ?::uuid))
     order by proposed_at desc, id desc limit ?`,
    [state, at, state, before?.[0] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit + 1],
  );
  return rows.map((row) => actOf(row, now));
}

function actOf(row: Row, now: Date): Act {
  const expiresAt = new Date(row.expiresAt);
  return {
    ...row,
    proposedAt: new Date(row.proposedAt),
    expiresAt,
    decidedAt: row.decidedAt === null ? null : new Date(row.decidedAt),
    state: stateAt(row.state, expiresAt, now),
  };
}
