import type { Sql } from '#chassis/storage/transact';
import type { Investment, InvestmentState } from '../domain/investment.ts';

type Row = Omit<Investment, 'amount' | 'openedAt' | 'expiresAt' | 'endedAt'> &
  Record<'amount' | 'openedAt' | 'expiresAt', string> & { endedAt: string | null };

const COLUMNS = `id, investor_id as "investorId", venture_id as "ventureId", type, amount::text as amount, state, because,
  opened_at::text as "openedAt", expires_at::text as "expiresAt", ended_at::text as "endedAt"`;

export async function insertKnownVenture(
  sql: Sql,
  venture: { id: string; ownerId: string; name: string },
  now: Date,
): Promise<void> {
  await sql(
    'insert into known_venture (id, owner_id, name, heard_at) values (?, ?, ?, ?) on conflict (id) do nothing',
    [venture.id, venture.ownerId, venture.name, now.toISOString()],
  );
}

export async function isKnownVenture(sql: Sql, ventureId: string): Promise<boolean> {
  return (await sql('select id from known_venture where id = ?', [ventureId])).length > 0;
}

export async function insertInvestment(sql: Sql, one: Investment): Promise<void> {
  await sql(
    `insert into investment (id, investor_id, venture_id, type, amount, state, opened_at, expires_at)
     values (?, ?, ?, ?, ?::bigint, ?, ?, ?)`,
    [
      ...[one.id, one.investorId, one.ventureId, one.type, String(one.amount), one.state],
      ...[one.openedAt.toISOString(), one.expiresAt.toISOString()],
    ],
  );
}

/** Locked until the transaction ends: whoever answers first, answers. */
export async function lockInvestment(sql: Sql, id: string): Promise<Investment | null> {
  const [row] = await sql<Row>(`select ${COLUMNS} from investment where id = ? for update`, [id]);
  return row ? investmentOf(row) : null;
}

export async function endInvestment(
  sql: Sql,
  id: string,
  end: { state: Exclude<InvestmentState, 'PENDING'>; because: string | null; now: Date },
): Promise<void> {
  await sql('update investment set state = ?, because = ?, ended_at = ? where id = ?', [
    end.state,
    end.because,
    end.now.toISOString(),
    id,
  ]);
}

/** Ids of investments whose venture has not answered in time, past those that another replica ends now. */
export async function dueInvestments(sql: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `select id from investment where state = 'PENDING' and expires_at <= ? order by expires_at limit ? for update skip locked`,
    [now.toISOString(), limit],
  );
  return rows.map(({ id }) => id);
}

/** Newest first, one more than asked for. */
export async function readInvestments(
  sql: Sql,
  investorId: string,
  page: { first: number; beforeId: string | null },
): Promise<Investment[]> {
  const rows = await sql<Row>(
    `select ${COLUMNS} from investment where investor_id = ? and (?::uuid is null or id < ?::uuid) order by id desc limit ?`,
    [investorId, page.beforeId, page.beforeId, page.first + 1],
  );
  return rows.map(investmentOf);
}

export async function readInvestment(sql: Sql, investorId: string, id: string): Promise<Investment | null> {
  const [row] = await sql<Row>(`select ${COLUMNS} from investment where id = ? and investor_id = ?`, [id, investorId]);
  return row ? investmentOf(row) : null;
}

function investmentOf(row: Row): Investment {
  return {
    ...row,
    amount: BigInt(row.amount),
    openedAt: new Date(row.openedAt),
    expiresAt: new Date(row.expiresAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}
