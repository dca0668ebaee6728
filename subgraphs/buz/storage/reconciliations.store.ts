import type { Sql } from '#chassis/storage/transact';
import type { PageRequest } from '#kernel/page';
import type { Check, CheckCounts, Finding, Progress } from '../domain/reconciliation.ts';

/** As many findings of a run are kept; all are counted. */
const KEPT = 100;

export interface Reconciliation {
  readonly id: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly nightly: boolean;
  readonly counts: CheckCounts;
  readonly findings: readonly (Finding & { readonly check: Check })[];
}

/** Answers whether the run is new; it is not when the night's is there already, or somebody's own still runs. */
export async function insertReconciliation(
  sql: Sql,
  run: { id: string; dueOn: string | null; askedBy: string | null; at: Date; check: Check },
): Promise<boolean> {
  const rows = await sql(
    `insert into reconciliation (id, due_on, asked_by, started_at, check_name)
     values (?::uuid, ?::date, ?::uuid, ?::timestamptz, ?) on conflict do nothing returning id`,
    [run.id, run.dueOn, run.askedBy, run.at.toISOString(), run.check],
  );
  return rows.length > 0;
}

/** A run that has not ended, under its lock; null when it has, or another worker is at it. */
export async function lockProgress(sql: Sql, id: string): Promise<Progress | null> {
  const [row] = await sql<{ check: Check; cursor: string[] | null; counts: CheckCounts }>(
    `select check_name as check, cursor, checks as counts from reconciliation
     where id = ?::uuid and ended_at is null for update skip locked`,
    [id],
  );
  return row ?? null;
}

export async function saveProgress(
  sql: Sql,
  id: string,
  progress: Progress,
  found: { check: Check; findings: readonly Finding[] },
  endedAt: Date | null,
): Promise<void> {
  if (found.findings.length > 0) {
    await sql(
      `insert into reconciliation_finding (reconciliation_id, place, check_name, subject, expected, found)
       select r.id, r.had + f.n, ?, f.f->>'subject', f.f->>'expected', f.f->>'found'
       from (select ?::uuid as id, (select count(*) from reconciliation_finding where reconciliation_id = ?::uuid)::int as had) r,
         jsonb_array_elements(?::jsonb) with ordinality as f (f, n)
       where r.had + f.n <= ${KEPT}`,
      [found.check, id, id, JSON.stringify(found.findings)],
    );
  }
  await sql(
    `update reconciliation set check_name = ?, cursor = ?::jsonb, checks = ?::jsonb, ended_at = ?::timestamptz where id = ?::uuid`,
    [
      progress.check,
      progress.cursor && JSON.stringify(progress.cursor),
      JSON.stringify(progress.counts),
      endedAt?.toISOString() ?? null,
      id,
    ],
  );
}

const RUN = `r.id, r.started_at::text as "startedAt", r.ended_at::text as "endedAt", r.due_on is not null as nightly, r.checks as counts,
  coalesce((select json_agg(json_build_object('check', f.check_name, 'subject', f.subject, 'expected', f.expected, 'found', f.found)
    order by f.place) from reconciliation_finding f where f.reconciliation_id = r.id), '[]') as findings`;

type Row = Omit<Reconciliation, 'startedAt' | 'endedAt'> & { startedAt: string; endedAt: string | null };

/** The latest first; one more than asked for, which proves a next page. */
export async function readReconciliations(sql: Sql, { first, after }: PageRequest): Promise<Reconciliation[]> {
  const rows = await sql<Row>(
    `select ${RUN} from reconciliation r where ?::uuid is null or r.id < ?::uuid order by r.id desc limit ?`,
    [after?.[0] ?? null, after?.[0] ?? null, first + 1],
  );
  return rows.map(reconciliationOf);
}

/** The run that somebody asked for and that has not ended. */
export async function readOwnReconciliation(sql: Sql): Promise<Reconciliation | null> {
  const [row] = await sql<Row>(`select ${RUN} from reconciliation r where r.ended_at is null and r.due_on is null`);
  return row ? reconciliationOf(row) : null;
}

function reconciliationOf(row: Row): Reconciliation {
  return { ...row, startedAt: new Date(row.startedAt), endedAt: row.endedAt ? new Date(row.endedAt) : null };
}
