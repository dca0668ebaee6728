import type { Sql } from '#chassis/storage/transact';
import type { Conversion, ConversionState, ConversionWindow } from '../domain/investment.ts';

type WindowRow = Pick<ConversionWindow, 'id' | 'ventureId' | 'rateBp'> & Record<'opensAt' | 'closesAt', string>;
type Row = Omit<Conversion, 'amount' | 'requestedAt' | 'endedAt'> &
  Record<'amount' | 'requestedAt', string> & { endedAt: string | null };

const WINDOW = `id, venture_id as "ventureId", rate_bp as "rateBp", opens_at::text as "opensAt", closes_at::text as "closesAt"`;
const COLUMNS = `c.id, c.window_id as "windowId", w.venture_id as "ventureId", c.owner_id as "ownerId", c.amount::text as amount,
  c.equity_bp as "equityBp", c.state, c.because, c.requested_at::text as "requestedAt", c.ended_at::text as "endedAt"`;
const FROM = 'from conversion c join conversion_window w on w.id = c.window_id';

export async function insertWindow(sql: Sql, window: ConversionWindow, openedBy: string): Promise<void> {
  await sql(
    'insert into conversion_window (id, venture_id, rate_bp, opens_at, closes_at, opened_by) values (?, ?, ?, ?, ?, ?)',
    [
      ...[window.id, window.ventureId, window.rateBp],
      ...[window.opensAt.toISOString(), window.closesAt.toISOString(), openedBy],
    ],
  );
}

/** Shared with others who request; whoever closes it waits for them. */
export async function shareWindow(sql: Sql, id: string): Promise<ConversionWindow | null> {
  const [row] = await sql<WindowRow>(`select ${WINDOW} from conversion_window where id = ? for share`, [id]);
  return row ? windowOf(row) : null;
}

/** Ends a window now; null when it does not exist or has ended. */
export async function closeWindow(sql: Sql, id: string, now: Date): Promise<ConversionWindow | null> {
  const [row] = await sql<WindowRow>(
    `update conversion_window set closes_at = greatest(?::timestamptz, opens_at) where id = ? and closes_at > ? returning ${WINDOW}`,
    [now.toISOString(), id, now.toISOString()],
  );
  return row ? windowOf(row) : null;
}

export async function readWindows(
  sql: Sql,
  page: { ventureId: string | null; first: number; beforeId: string | null },
): Promise<ConversionWindow[]> {
  const rows = await sql<WindowRow>(
    `select ${WINDOW} from conversion_window where (?::uuid is null or venture_id = ?::uuid)
       and (?::uuid is null or id < ?::uuid) order by id desc limit ?`,
    [page.ventureId, page.ventureId, page.beforeId, page.beforeId, page.first + 1],
  );
  return rows.map(windowOf);
}

export async function insertConversion(sql: Sql, one: Conversion): Promise<void> {
  await sql(
    `insert into conversion (id, window_id, owner_id, amount, equity_bp, state, requested_at)
     values (?, ?, ?, ?::bigint, ?, ?, ?)`,
    [one.id, one.windowId, one.ownerId, String(one.amount), one.equityBp, one.state, one.requestedAt.toISOString()],
  );
}

export async function lockConversion(sql: Sql, id: string): Promise<Conversion | null> {
  const [row] = await sql<Row>(`select ${COLUMNS} ${FROM} where c.id = ? for update of c`, [id]);
  return row ? conversionOf(row) : null;
}

export async function moveConversion(
  sql: Sql,
  id: string,
  to: { state: ConversionState; because?: string | null; decidedBy?: string | null; endedAt: Date | null },
): Promise<void> {
  await sql(
    `update conversion set state = ?, because = coalesce(?, because), decided_by = coalesce(?::uuid, decided_by), ended_at = ?
     where id = ?`,
    [to.state, to.because ?? null, to.decidedBy ?? null, to.endedAt?.toISOString() ?? null, id],
  );
}

/** Newest first, one more than asked for; of one owner, or of everybody that waits for a decision. */
export async function readConversions(
  sql: Sql,
  page: { ownerId: string | null; first: number; beforeId: string | null },
): Promise<Conversion[]> {
  const whose = page.ownerId === null ? `c.state = 'PENDING' and ?::uuid is null` : 'c.owner_id = ?::uuid';
  const rows = await sql<Row>(
    `select ${COLUMNS} ${FROM} where ${whose} and (?::uuid is null or c.id < ?::uuid) order by c.id desc limit ?`,
    [page.ownerId, page.beforeId, page.beforeId, page.first + 1],
  );
  return rows.map(conversionOf);
}

export async function readConversion(sql: Sql, id: string): Promise<Conversion | null> {
  const [row] = await sql<Row>(`select ${COLUMNS} ${FROM} where c.id = ?`, [id]);
  return row ? conversionOf(row) : null;
}

function windowOf(row: WindowRow): ConversionWindow {
  return { ...row, opensAt: new Date(row.opensAt), closesAt: new Date(row.closesAt) };
}

function conversionOf(row: Row): Conversion {
  return {
    ...row,
    amount: BigInt(row.amount),
    requestedAt: new Date(row.requestedAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}
