import type { Sql } from '#chassis/storage/transact';

export interface Team {
  /** Null until the venture is known to be active. */
  readonly ownerId: string | null;
  /** Everybody who ever joined, the owner not counted: who leaves and comes back counts once. */
  readonly members: number;
}

/** Notes that somebody is in a venture; the owner stays the owner when they are told as a member too. */
export async function noteInTeam(sql: Sql, ventureId: string, userId: string, owner: boolean): Promise<Team> {
  await sql(
    `insert into venture_team as t (venture_id, user_id, owner) values (?, ?, ?)
     on conflict (venture_id, user_id) do update set owner = t.owner or excluded.owner`,
    [ventureId, userId, owner],
  );
  const [team] = await sql<Team>(
    `select (min(user_id::text) filter (where owner))::uuid as "ownerId", (count(*) filter (where not owner))::int as members
     from venture_team where venture_id = ?`,
    [ventureId],
  );
  return team!;
}
