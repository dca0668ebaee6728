import type { Sql } from '#chassis/storage/transact';
import type { Goal, GoalStatus } from '../domain/goal.ts';
import { arrayLiteral } from './arrays.ts';

type Row = Omit<Goal, 'deadline' | 'createdAt' | 'completedAt'> & {
  deadline: string | null;
  createdAt: string;
  completedAt: string | null;
};

const COLUMNS = `select id, user_id as "userId", title, target, current, unit, deadline, priority, status, version,
  created_at as "createdAt", completed_at as "completedAt" from goal`;

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function goalOf(row: Row): Goal {
  return {
    ...row,
    deadline: instantOf(row.deadline),
    createdAt: new Date(row.createdAt),
    completedAt: instantOf(row.completedAt),
  };
}

/** A goal of this person, locked until the transaction ends. */
export async function lockGoal(sql: Sql, id: string, userId: string): Promise<Goal | null> {
  const [row] = await sql<Row>(`${COLUMNS} where id = ? and user_id = ? for update`, [id, userId]);
  return row ? goalOf(row) : null;
}

export async function readGoals(sql: Sql, ids: readonly string[]): Promise<Goal[]> {
  return (await sql<Row>(`${COLUMNS} where id = any(?::uuid[])`, [arrayLiteral(ids)])).map(goalOf);
}

export async function countOpenGoals(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql<{ n: number }>(
    "select count(*)::int as n from goal where user_id = ? and status in ('ACTIVE', 'PAUSED')",
    [userId],
  );
  return row!.n;
}

/** Adds a goal, or writes all of it that can change; the version is the caller's to raise. */
export async function saveGoal(sql: Sql, goal: Goal): Promise<void> {
  await sql(
    `insert into goal (id, user_id, title, target, current, unit, deadline, priority, status, version, created_at, completed_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set title = excluded.title, target = excluded.target, current = excluded.current,
       unit = excluded.unit, deadline = excluded.deadline, priority = excluded.priority, status = excluded.status,
       version = excluded.version, completed_at = excluded.completed_at`,
    [
      goal.id,
      goal.userId,
      goal.title,
      goal.target,
      goal.current,
      goal.unit,
      goal.deadline,
      goal.priority,
      goal.status,
      goal.version,
      goal.createdAt,
      goal.completedAt,
    ],
  );
}

export async function deleteGoalRow(sql: Sql, id: string): Promise<void> {
  await sql('delete from goal where id = ?', [id]);
}

/** Newest first. */
export async function listGoals(
  sql: Sql,
  userId: string,
  status: GoalStatus | null,
  limit: number,
  beforeId: string | null,
): Promise<Goal[]> {
  const rows = await sql<Row>(
    `${COLUMNS} where user_id = ? and (?::text is null or status = ?) and (?::uuid is null or id < ?::uuid)
     order by id desc limit ?`,
    [userId, status, status, beforeId, beforeId, limit],
  );
  return rows.map(goalOf);
}
