import type { Sql } from '#chassis/storage/transact';
import type { Address } from '../domain/account.ts';
import type { Units } from '#kernel/buz';

/** EVENT: what had happened by then, in business time. RECORDED: what this database had written by then, in wall time. */
export type AsOfTime = 'EVENT' | 'RECORDED';

export interface AsOf {
  readonly address: Address;
  readonly at: Date;
  readonly by: AsOfTime;
}

/** One probe of `entry_as_of`: business time in an account never runs backwards, so the last entry up to then has the balance. */
const BY_EVENT = `select e.version, e.balance_after from entry e
  where e.account_id = a.id and e.at <= q.at order by e.at desc, e.version desc limit 1`;

/**
 * Bisects the versions: recorded times grow with them, under the account's lock. About log2(n) probes of two keys, so that no transfer pays for
 * an index on a time that only auditors ask for.
 */
const BY_RECORDED = `with recursive search (low, high) as (
    select 0::bigint, a.version
    union all
    select case when t.recorded_at <= q.at then s.middle else s.low end, case when t.recorded_at <= q.at then s.high else s.middle - 1 end
    from (select low, high, (low + high + 1) / 2 as middle from search where low < high) s
    join entry m on m.account_id = a.id and m.version = s.middle join transfer t on t.id = m.transfer_id)
  select e.version, e.balance_after from search s join entry e on e.account_id = a.id and e.version = s.low where s.low = s.high`;

/** The balances of accounts at instants, in the order asked, all in one statement; zero before the first entry and where there is no account. */
export async function readBalancesAsOf(
  sql: Sql,
  asked: readonly AsOf[],
): Promise<{ balance: Units; version: bigint }[]> {
  if (asked.length === 0) return [];
  const rows = await sql<{ balance: string; version: string }>(
    `select coalesce(e.balance_after, 0)::text as balance, coalesce(e.version, 0)::text as version
     from jsonb_array_elements(?::jsonb) with ordinality as i (ask, place)
     cross join lateral (select ask->>'address' as address, (ask->>'at')::timestamptz as at, ask->>'by' as by) q
     left join account a on a.address = q.address
     left join lateral (
       (select * from (${BY_EVENT}) f where q.by = 'EVENT') union all (select * from (${BY_RECORDED}) r where q.by = 'RECORDED')) e on true
     order by i.place`,
    [JSON.stringify(asked)],
  );
  return rows.map((row) => ({ balance: BigInt(row.balance), version: BigInt(row.version) }));
}
