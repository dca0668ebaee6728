import type { Sql } from '#chassis/storage/transact';
import type { EconomyRule, RuleKind } from '../domain/economy-rule.ts';
import type { Surroundings } from '../domain/rule-change.ts';

type Row = Omit<EconomyRule, 'amount' | 'effectiveFrom' | 'effectiveUntil'> & {
  amount: string;
  effectiveFrom: string;
  effectiveUntil: string | null;
};

const RULE = `id, kind, code, version, amount::text as amount, category, claim_days as "claimDays", effective_from::text as "effectiveFrom",
  effective_until::text as "effectiveUntil", origin, because`;

/** What a new version is decided by. */
export interface RuleDecision {
  readonly origin: 'FOUR_EYES' | 'GOVERNANCE';
  readonly decisionId: string;
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
}

export type NewRule = Omit<EconomyRule, 'id' | 'version' | 'origin'> & RuleDecision;

/** All versions of some codes, oldest first. */
export async function readVersions(sql: Sql, kind: RuleKind, codes: readonly string[]): Promise<EconomyRule[]> {
  const rows = await sql<Row>(
    `select ${RULE} from economy_rule where kind = ? and code in (select jsonb_array_elements_text(?::jsonb)) order by code, version`,
    [kind, JSON.stringify(codes)],
  );
  return rows.map(ruleOf);
}

/** The version of each code that holds at an instant; the same choice as `inForce`, for many codes in one statement. */
export async function readRulesAt(sql: Sql, kind: RuleKind, at: Date): Promise<EconomyRule[]> {
  const rows = await sql<Row>(
    `select distinct on (code) ${RULE} from economy_rule
     where kind = ? and effective_from <= ?::timestamptz and (effective_until is null or effective_until > ?::timestamptz)
     order by code, economy_rule.effective_from desc, version desc`,
    [kind, at.toISOString(), at.toISOString()],
  );
  return rows.map(ruleOf);
}

/** What a change of a code has to fit to. */
export async function readSurroundings(sql: Sql, kind: RuleKind, code: string, now: Date): Promise<Surroundings> {
  const versions = await readVersions(sql, kind, [code]);
  if (kind === 'PRICE') return { versions, emission: 0n, largestReward: 0n };
  const [emission] = await readRulesAt(sql, 'EMISSION', now);
  const amounts = (await readRulesAt(sql, 'REWARD', now)).map(({ amount }) => amount);
  const largestReward = amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
  return { versions, emission: emission?.amount ?? 0n, largestReward };
}

/** Versions of one code, newest first, `first + 1` of them. */
export async function readHistory(
  sql: Sql,
  kind: RuleKind,
  code: string,
  first: number,
  beforeVersion: number | null,
): Promise<EconomyRule[]> {
  const rows = await sql<Row>(
    `select ${RULE} from economy_rule where kind = ? and code = ? and (?::int is null or version < ?::int)
     order by version desc limit ?`,
    [kind, code, beforeVersion, beforeVersion, first + 1],
  );
  return rows.map(ruleOf);
}

/** The version that a decision made. */
export async function readDecided(sql: Sql, decisionId: string): Promise<EconomyRule | null> {
  const rows = await sql<Row>(`select ${RULE} from economy_rule where decision_id = ?`, [decisionId]);
  return rows[0] ? ruleOf(rows[0]) : null;
}

/** Adds the next version. Two at once follow each other; the same decision a second time adds nothing and answers null. */
export async function insertVersion(sql: Sql, rule: NewRule): Promise<EconomyRule | null> {
  await sql('select pg_advisory_xact_lock(hashtext(?))', [`economy_rule ${rule.kind} ${rule.code}`]);
  const rows = await sql<Row>(
    `insert into economy_rule (kind, code, version, amount, category, claim_days, effective_from, effective_until, origin,
       decision_id, proposed_by, approved_by, because)
     select n.kind, n.code, coalesce((select max(r.version) from economy_rule r where r.kind = n.kind and r.code = n.code), 0) + 1,
       n.amount, n.category, n."claimDays", n."effectiveFrom", n."effectiveUntil", n.origin, n."decisionId", n."proposedBy",
       n."approvedBy", n.because
     from jsonb_to_record(?::jsonb) as n (kind text, code text, amount bigint, category text, "claimDays" int,
       "effectiveFrom" timestamptz, "effectiveUntil" timestamptz, origin text, "decisionId" uuid, "proposedBy" uuid,
       "approvedBy" uuid, because text)
     on conflict (decision_id) do nothing returning ${RULE}`,
    [JSON.stringify({ ...rule, amount: String(rule.amount) })],
  );
  return rows[0] ? ruleOf(rows[0]) : null;
}

function ruleOf(row: Row): EconomyRule {
  return {
    ...row,
    amount: BigInt(row.amount),
    effectiveFrom: new Date(row.effectiveFrom),
    effectiveUntil: row.effectiveUntil === null ? null : new Date(row.effectiveUntil),
  };
}
