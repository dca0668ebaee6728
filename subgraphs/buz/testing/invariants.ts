import type { Pool } from 'pg';
import { CAP } from '#kernel/buz';

/** What is wrong with a ledger, as sentences with an example each; empty when nothing is. Asks the tables alone, none of the code that writes them. */
export async function wrongsOf(pool: Pick<Pool, 'query'>): Promise<string[]> {
  const wrongs: string[] = [];
  const none = async (sentence: string, sql: string): Promise<void> => {
    const { rows } = await pool.query<Record<string, unknown>>(`${sql} limit 1`);
    if (rows.length > 0) wrongs.push(`${sentence}: ${JSON.stringify(rows[0])}`);
  };
  await none(
    'the accounts except genesis do not sum to the cap',
    `select sum(balance)::text as sum from account where kind <> 'GENESIS' having sum(balance) <> ${CAP}`,
  );
  await none('an account is below its floor', 'select address, balance::text from account where balance < floor');
  await none(
    'the legs of a transfer do not sum to zero',
    'select transfer_id, sum(amount)::text from entry group by transfer_id having sum(amount) <> 0',
  );
  await none(
    'a transfer has no entries',
    'select id from transfer t where not exists (select from entry where transfer_id = t.id)',
  );
  await none(
    'an entry belongs to no transfer',
    'select transfer_id from entry e where not exists (select from transfer where id = e.transfer_id)',
  );
  await none(
    'versions of an account have a gap',
    'select account_id, count(*), max(version) from entry group by account_id having count(*) <> max(version)',
  );
  await none(
    'a balance after an entry does not follow from the one before',
    `select * from (select account_id, version, balance_after - amount as before,
       coalesce(lag(balance_after) over w, 0) as expected from entry window w as (partition by account_id order by version)) e
     where before <> expected`,
  );
  await none(
    'time runs backwards in an account',
    `select * from (select account_id, version, at, lag(at) over (partition by account_id order by version) as earlier from entry) e
     where at < earlier`,
  );
  await none(
    'an account is not what its last entry says',
    `select a.address, a.balance::text, a.version::text from account a
     left join entry e on e.account_id = a.id and e.version = a.version
     where (a.balance, a.sent) is distinct from (coalesce(e.balance_after, 0), coalesce(e.sent_after, 0))
       or (a.version > 0 and e.version is null)`,
  );
  await none(
    'a transfer was told not once, or a telling has no transfer',
    `select coalesce(t.id::text, o.aggregate_id) as id from (select * from transfer where kind <> 'GENESIS') t
     full join (select * from outbox where type = 'buz.transferred') o on o.aggregate_id = t.id::text
     where t.id is null or o.id is null`,
  );
  return wrongs;
}

/** Deadlocks that PostgreSQL has broken up in this database, ever. */
export async function deadlocksOf(pool: Pick<Pool, 'query'>): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ deadlocks: number }>(
    'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
  );
  return rows[0]!.deadlocks;
}
