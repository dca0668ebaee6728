import type { Sql } from '#chassis/storage/transact';

export interface Delegation {
  readonly delegateId: string;
  readonly since: Date;
}

/** Delegations are changed one after the other: two at once could close a circle that neither sees. */
export async function lockDelegations(sql: Sql): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext(?))', ['delegations']);
}

export async function readDelegation(sql: Sql, delegatorId: string): Promise<Delegation | null> {
  const [row] = await sql<{ delegateId: string | null; since: string }>(
    'select delegate_id as "delegateId", at::text as since from delegation where delegator_id = ? order by version desc limit 1',
    [delegatorId],
  );
  return row?.delegateId ? { delegateId: row.delegateId, since: new Date(row.since) } : null;
}

/** Whether somebody is reached by going from delegator to delegate. Without circles the way ends. */
export async function leadsTo(sql: Sql, fromId: string, toId: string): Promise<boolean> {
  const rows = await sql(
    `with recursive way (id) as (
       select ?::uuid
       union
       select d.delegate_id from way join lateral (select delegate_id from delegation where delegator_id = way.id
         order by version desc limit 1) d on d.delegate_id is not null)
     select id from way where id = ?::uuid`,
    [fromId, toId],
  );
  return rows.length > 0;
}

/** Adds to the log of somebody's delegations; null takes the last one back. Time in it never runs backwards. */
export async function insertDelegation(
  sql: Sql,
  delegatorId: string,
  delegateId: string | null,
  at: Date,
): Promise<void> {
  await sql(
    `insert into delegation (delegator_id, version, delegate_id, at)
     select i.id, coalesce(max(d.version), 0) + 1, i.delegate, greatest(max(d.at), i.at)
     from (select ?::uuid as id, ?::uuid as delegate, ?::timestamptz as at) i left join delegation d on d.delegator_id = i.id
     group by i.id, i.delegate, i.at`,
    [delegatorId, delegateId, at.toISOString()],
  );
}
