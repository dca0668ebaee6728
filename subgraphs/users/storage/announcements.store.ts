import type { PageRequest } from '#kernel/page';
import type { SentAnnouncement, Severity } from '../domain/announcement.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

interface Row {
  id: string;
  title: string;
  body: string;
  severity: Severity;
  sent_at: string;
}

/** Without who sent it: that is in the table and in the security log, and is not told. */
const COLUMNS = 'id, title, body, severity, sent_at';

export async function insertAnnouncement(sql: Sql, sent: SentAnnouncement, by: string): Promise<void> {
  const { id, title, body, severity, sentAt } = sent;
  await sql(`insert into announcement (${COLUMNS}, sent_by) values (?, ?, ?, ?, ?, ?)`, [
    id,
    title,
    body,
    severity,
    sentAt,
    by,
  ]);
}

/** The newest first; one row more than asked for. */
export async function announcementRows(sql: Sql, { first, after }: PageRequest): Promise<SentAnnouncement[]> {
  const before = after?.[0] ?? null;
  const rows = await sql<Row>(
    `select ${COLUMNS} from announcement where (?::uuid is null or id < ?::uuid) order by id desc limit ?`,
    [before, before, first + 1],
  );
  return rows.map(sentOf);
}

export async function announcementById(sql: Sql, id: string): Promise<SentAnnouncement | null> {
  const [row] = await sql<Row>(`select ${COLUMNS} from announcement where id = ?`, [id]);
  return row ? sentOf(row) : null;
}

function sentOf({ sent_at, ...row }: Row): SentAnnouncement {
  return { ...row, sentAt: instant(sent_at) };
}
