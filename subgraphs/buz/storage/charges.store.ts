import type { Sql } from '#chassis/storage/transact';
import type { Charge } from '../domain/charge.ts';

type Row = Omit<Charge, 'amount' | 'askedAt' | 'expiresAt' | 'endedAt' | 'subject'> & {
  amount: string | null;
  subjectType: string;
  subjectId: string;
  askedAt: string;
  expiresAt: string | null;
  endedAt: string | null;
};

const CHARGE = `id, asker, price_code as "priceCode", payer_id as "payerId", subject_type as "subjectType", subject_id as "subjectId", state,
  rule_id as "ruleId", amount::text as amount, hold_id as "holdId", because, asked_at::text as "askedAt",
  expires_at::text as "expiresAt", ended_at::text as "endedAt"`;

/** A word about a charge waits here for every other word about it, also for one whose row is not there yet. */
export async function lockChargeId(sql: Sql, chargeId: string): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext(?))', [`charge ${chargeId}`]);
}

export async function readCharge(sql: Sql, chargeId: string): Promise<Charge | null> {
  const rows = await sql<Row>(`select ${CHARGE} from charge where id = ? for update`, [chargeId]);
  return rows[0] ? chargeOf(rows[0]) : null;
}

/** Holds whose time is over, locked; those that somebody else has locked are left to him. */
export async function lockOverdue(sql: Sql, now: Date, limit: number): Promise<Charge[]> {
  const rows = await sql<Row>(
    `select ${CHARGE} from charge where state = 'HELD' and expires_at <= ?::timestamptz order by expires_at, id limit ?
     for update skip locked`,
    [now.toISOString(), limit],
  );
  return rows.map(chargeOf);
}

export async function insertCharge(sql: Sql, charge: Charge): Promise<void> {
  const { subject, ...rest } = charge;
  await sql(
    `insert into charge (id, asker, price_code, payer_id, subject_type, subject_id, state, rule_id, amount, hold_id, because, asked_at,
       expires_at, ended_at)
     select id, asker, "priceCode", "payerId", "subjectType", "subjectId", state, "ruleId", amount, "holdId", because, "askedAt",
       "expiresAt", "endedAt"
     from jsonb_to_record(?::jsonb) as c (id uuid, asker text, "priceCode" text, "payerId" uuid, "subjectType" text, "subjectId" uuid,
       state text, "ruleId" uuid, amount bigint, "holdId" uuid, because text, "askedAt" timestamptz, "expiresAt" timestamptz,
       "endedAt" timestamptz)`,
    [
      JSON.stringify({
        ...rest,
        amount: charge.amount === null ? null : String(charge.amount),
        subjectType: subject.type,
        subjectId: subject.id,
      }),
    ],
  );
}

export async function endCharges(
  sql: Sql,
  ids: readonly string[],
  state: 'CAPTURED' | 'RELEASED',
  now: Date,
): Promise<void> {
  await sql(
    `update charge set state = ?, ended_at = ?::timestamptz where id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [state, now.toISOString(), JSON.stringify(ids)],
  );
}

/** Somebody's charges, newest first, `first + 1` of them. */
export async function readChargesOf(
  sql: Sql,
  payerId: string,
  first: number,
  before: readonly [askedAt: string, id: string] | null,
): Promise<Charge[]> {
  const rows = await sql<Row>(
    `select ${CHARGE} from charge
     where payer_id = ? ${before ? 'and (asked_at, id) < (?::timestamptz, ?::uuid)' : ''}
     order by charge.asked_at desc, id desc limit ?`,
    [payerId, ...(before ?? []), first + 1],
  );
  return rows.map(chargeOf);
}

function chargeOf({ subjectType, subjectId, ...row }: Row): Charge {
  return {
    ...row,
    subject: { type: subjectType, id: subjectId },
    amount: row.amount === null ? null : BigInt(row.amount),
    askedAt: new Date(row.askedAt),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}
