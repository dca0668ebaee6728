import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import type { Share } from '../domain/count-votes.ts';

/** The key of the advisory lock between what changes stakes or delegations and what takes a snapshot of them. */
const HORIZON = 0x5743;

/**
 * The business time of something that changes a stake or a delegation: now, or the millisecond after the last snapshot, whichever is later.
 * Shared among all who do so, until their transaction ends; a snapshot waits for them, and they for it. So a snapshot is final: whatever is
 * written after it says that it happened after it, whichever replica's clock it was read from, and the ledger as of its instant never changes.
 */
export async function afterSnapshots(sql: Sql, now: Date): Promise<Date> {
  await sql('select pg_advisory_xact_lock_shared(?)', [HORIZON]);
  const [row] = await sql<{ last: string | null }>(
    'select max(voting_at)::text as last from proposal where supply is not null',
  );
  const next = row?.last ? new Date(row.last).getTime() + 1 : 0;
  return new Date(Math.max(now.getTime(), next));
}

/** Materialises what everybody had staked and delegated as of an instant, from the ledger and the log; @returns the sum. Reads, and locks no account. */
export async function takeSnapshot(sql: Sql, proposalId: string, at: Date): Promise<Units> {
  await sql('select pg_advisory_xact_lock(?)', [HORIZON]);
  const [row] = await sql<{ supply: string }>(
    `with taken as (
       insert into power_snapshot (proposal_id, user_id, power, delegate_id)
       select i.id, a.owner_id, e.balance_after, d.delegate_id
       from (select ?::uuid as id, ?::timestamptz as at) i
       join account a on a.kind = 'STAKED' and a.version > 0
       cross join lateral (select balance_after from entry where account_id = a.id and entry.at <= i.at
         order by entry.at desc, entry.version desc limit 1) e
       left join lateral (select delegate_id from delegation where delegator_id = a.owner_id and delegation.at <= i.at
         order by delegation.version desc limit 1) d on true
       where e.balance_after > 0
       returning power)
     select coalesce(sum(power), 0)::text as supply from taken`,
    [proposalId, at.toISOString()],
  );
  return BigInt(row!.supply);
}

/** What the snapshot says about some people, as owners and as delegates, all in one statement. */
export async function readSharesOf(
  sql: Sql,
  proposalIds: readonly string[],
  userId: string,
): Promise<Map<string, Share[]>> {
  const rows = await sql<Omit<Share, 'power'> & { proposalId: string; power: string }>(
    `select s.proposal_id as "proposalId", s.user_id as "userId", s.power::text as power, s.delegate_id as "delegateId"
     from power_snapshot s where s.proposal_id in (select jsonb_array_elements_text(?::jsonb)::uuid) and s.user_id = ?
     union all
     select s.proposal_id, s.user_id, s.power::text, s.delegate_id
     from power_snapshot s where s.proposal_id in (select jsonb_array_elements_text(?::jsonb)::uuid) and s.delegate_id = ?
       and not exists (select from vote v where v.proposal_id = s.proposal_id and v.voter_id = s.user_id)`,
    [JSON.stringify(proposalIds), userId, JSON.stringify(proposalIds), userId],
  );
  const shares = rows.map(({ proposalId, power, ...share }) => ({ proposalId, ...share, power: BigInt(power) }));
  return Map.groupBy(shares, ({ proposalId }) => proposalId);
}

/**
 * The same anew, from every entry of the staked accounts and the whole log: what an auditor adds up himself. It does not look at what was
 * materialised, nor at the balances that entries carry.
 */
export async function readSharesFromLedger(sql: Sql, at: Date): Promise<Share[]> {
  const rows = await sql<Omit<Share, 'power'> & { power: string }>(
    `select a.owner_id as "userId", e.power::text as power, d.delegate_id as "delegateId"
     from (select entry.account_id, sum(entry.amount) as power from entry join account a on a.id = entry.account_id and a.kind = 'STAKED'
       where entry.at <= ?::timestamptz group by entry.account_id) e
     join account a on a.id = e.account_id
     left join lateral (select delegate_id from delegation where delegator_id = a.owner_id and delegation.at <= ?::timestamptz
       order by delegation.version desc limit 1) d on true
     where e.power > 0`,
    [at.toISOString(), at.toISOString()],
  );
  return rows.map((row) => ({ ...row, power: BigInt(row.power) }));
}
