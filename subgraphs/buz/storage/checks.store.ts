import type { Sql } from '#chassis/storage/transact';
import { CAP } from '#kernel/buz';
import type { Finding, Slice } from '../domain/reconciliation.ts';

type Row = { checked: number; last: string[] | null; findings: Finding[] | null };

/** Rows that one step looks at: some hundred milliseconds each. */
const [ENTRIES, ACCOUNTS, HOLDS] = [20_000, 5_000, 500];

const sliceOf = (row: Row, size: number): Slice => ({
  checked: row.checked,
  findings: row.findings ?? [],
  next: row.checked < size ? null : row.last,
});

/**
 * Every entry against the one before it (version, balance, what was sent, time) and against its transfer. The last row of the step
 * before is read again, as what the first follows. Entries only grow, so what was walked stays walked.
 */
export async function checkEntries(sql: Sql, cursor: readonly string[] | null): Promise<Slice> {
  const [account, version] = cursor ?? ['0', '0'];
  const [row] = await sql<Row>(
    `with part as (
       select account_id, version, transfer_id, amount, balance_after, sent_after, at,
         (account_id, version) > (?::bigint, ?::bigint) as fresh
       from entry where (account_id, version) >= (?::bigint, ?::bigint) order by account_id, version limit ${ENTRIES} + ?),
     walked as (
       select *, coalesce(lag(version) over w, 0) + 1 as version_due, coalesce(lag(balance_after) over w, 0) + amount as balance_due,
         coalesce(lag(sent_after) over w, 0) as sent_before, lag(at) over w as at_before
       from part window w as (partition by account_id order by version)),
     bad as (
       select account_id || ' #' || version as subject,
         concat_ws(', ', 'version ' || version_due, 'balance ' || balance_due, 'sent from ' || sent_before, 'a transfer') as expected,
         concat_ws(', ', 'version ' || version, 'balance ' || balance_after, 'sent ' || sent_after,
           case when not exists (select from transfer t where t.id = transfer_id) then 'no transfer' end,
           case when at < at_before then 'an earlier time' end) as found
       from walked where fresh and (version <> version_due or balance_after <> balance_due or sent_after < sent_before or at < at_before
         or not exists (select from transfer t where t.id = transfer_id)))
     select (select count(*)::int from part where fresh) as checked,
       (select json_build_array(account_id::text, version::text) from part order by account_id desc, part.version desc limit 1) as last,
       (select json_agg(bad) from bad) as findings`,
    [account, version, account, version, cursor ? 1 : 0],
  );
  return sliceOf(row!, ENTRIES);
}

/** Every account against its last entry (with the entries checked, that is against the sum of them all), its bounds and its name. */
export async function checkAccounts(sql: Sql, cursor: readonly string[] | null): Promise<Slice> {
  const [row] = await sql<Row>(
    `with part as materialized (
       select a.*, e.version as e_version, e.balance_after, e.sent_after, e.at from (
         select * from account where id > ?::bigint order by id limit ${ACCOUNTS}) a
       left join lateral (select * from entry where account_id = a.id order by version desc limit 1) e on true),
     bad as (
       select address as subject,
         concat_ws(', ', 'version ' || coalesce(e_version, 0), 'balance ' || coalesce(balance_after, 0), 'sent ' || coalesce(sent_after, 0),
           'within its bounds, named after its owner') as expected,
         concat_ws(', ', 'version ' || version, 'balance ' || balance, 'sent ' || sent, kind, owner_id) as found
       from part where balance <> coalesce(balance_after, 0) or version <> coalesce(e_version, 0) or sent <> coalesce(sent_after, 0)
         or last_at <> coalesce(at, last_at) or balance < floor or balance > ceiling
         or (kind in ('WALLET', 'HELD', 'STAKED', 'INVESTED') and address is distinct from lower(kind) || '/' || owner_id::text))
     select (select count(*)::int from part) as checked, (select json_build_array(max(id)::text) from part) as last,
       (select json_agg(bad) from bad) as findings`,
    [cursor?.[0] ?? '0'],
  );
  return sliceOf(row!, ACCOUNTS);
}

/** What is on hold against the holds that are not ended. */
export async function checkHolds(sql: Sql, cursor: readonly string[] | null): Promise<Slice> {
  const [row] = await sql<Row>(
    `with part as materialized (
       select a.id, a.address, a.balance, coalesce(h.open, 0) as open from (
         select * from account where kind = 'HELD' and id > ?::bigint order by id limit ${HOLDS}) a
       left join lateral (
         select sum(t.amount) as open from entry e join transfer t on t.id = e.transfer_id
         where e.account_id = a.id and e.amount > 0 and t.kind = 'PENDING'
           and not exists (select from transfer r where r.pending_id = t.id)) h on true),
     bad as (select address as subject, 'open holds of ' || open as expected, 'balance ' || balance as found from part where balance <> open)
     select (select count(*)::int from part) as checked, (select json_build_array(max(id)::text) from part) as last,
       (select json_agg(bad) from bad) as findings`,
    [cursor?.[0] ?? '0'],
  );
  return sliceOf(row!, HOLDS);
}

/** All accounts together in one snapshot: what genesis minted is what there is. */
export async function checkCap(sql: Sql): Promise<Slice> {
  await sql(`set local statement_timeout = '60s'`);
  const [row] = await sql<{ accounts: number; all: string; minted: string }>(
    `select count(*)::int as accounts, sum(balance)::text as all, (sum(balance) filter (where kind <> 'GENESIS'))::text as minted from account`,
  );
  const { accounts, all, minted } = row!;
  const expected = `${CAP} outside of genesis, 0 with it`;
  const agrees = all === '0' && minted === String(CAP);
  const findings = agrees
    ? []
    : [{ subject: 'all accounts', expected, found: `${minted} outside of genesis, ${all} with it` }];
  return { checked: accounts, findings, next: null };
}
