import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import type { Pool } from '../domain/account.ts';
import { programmeAccount, type Programme } from '../domain/programme.ts';

type Row = Omit<Programme, 'ceiling' | 'left' | 'openedAt' | 'closedAt'> & {
  ceiling: string;
  left: string;
  openedAt: string;
  closedAt: string | null;
};

const PROGRAMME = `p.code, p.name, p.pool, p.ceiling::text as ceiling, p.opened_at::text as "openedAt", p.closed_at::text as "closedAt"`;

export interface NewProgramme {
  readonly code: string;
  readonly name: string;
  readonly pool: Pool;
  readonly ceiling: Units;
  readonly decisionId: string;
}

/** Writes the programme and its account, which can never hold more than the ceiling; false when the code is taken. */
export async function insertProgramme(sql: Sql, programme: NewProgramme, now: Date): Promise<boolean> {
  const { code, name, pool, ceiling, decisionId } = programme;
  const rows = await sql(
    `with fresh as (
       insert into programme (code, name, pool, ceiling, decision_id, opened_at)
       values (?, ?, ?, ?::bigint, ?::uuid, ?::timestamptz) on conflict do nothing returning code
     )
     insert into account (address, kind, floor, ceiling, last_at)
     select ?, 'RESERVE', 0, ?::bigint, ?::timestamptz from fresh returning id`,
    [
      ...[code, name, pool, String(ceiling), decisionId, now.toISOString()],
      ...[programmeAccount(code), String(ceiling), now.toISOString()],
    ],
  );
  return rows.length > 0;
}

/** An open programme, locked: payouts and the closing of one follow each other. */
export async function lockProgramme(sql: Sql, code: string): Promise<Programme | null> {
  const rows = await sql<Row>(
    `select ${PROGRAMME}, '0' as left from programme p where code = ? and closed_at is null for update`,
    [code],
  );
  return rows[0] ? programmeOf(rows[0]) : null;
}

export async function readProgramme(sql: Sql, code: string): Promise<Programme | null> {
  const rows = await sql<Row>(`select ${PROGRAMME}, '0' as left from programme p where code = ?`, [code]);
  return rows[0] ? programmeOf(rows[0]) : null;
}

export async function readBalance(sql: Sql, code: string): Promise<Units> {
  const [row] = await sql<{ balance: string }>('select balance::text as balance from account where address = ?', [
    programmeAccount(code),
  ]);
  return BigInt(row!.balance);
}

export async function closeProgrammeRow(sql: Sql, code: string, now: Date): Promise<void> {
  await sql('update programme set closed_at = ?::timestamptz where code = ?', [now.toISOString(), code]);
}

/** Every programme with what its account holds, newest first. */
export async function readProgrammes(sql: Sql, limit: number): Promise<Programme[]> {
  const rows = await sql<Row>(
    `select ${PROGRAMME}, a.balance::text as left from programme p join account a on a.address = 'reserve/PROGRAMME_' || p.code
     order by p.opened_at desc, p.code limit ?`,
    [limit],
  );
  return rows.map(programmeOf);
}

function programmeOf(row: Row): Programme {
  return {
    ...row,
    ceiling: BigInt(row.ceiling),
    left: BigInt(row.left),
    openedAt: new Date(row.openedAt),
    closedAt: row.closedAt === null ? null : new Date(row.closedAt),
  };
}
