import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import { poolOf, type AccountKind, type Address } from '../domain/account.ts';
import type { CodeSum, Movement } from '../domain/economy-figures.ts';
import type { SumsByKind } from '../domain/supply.ts';

/** The sum of every account by kind: one pass over the accounts. */
export async function readSums(sql: Sql): Promise<SumsByKind> {
  const rows = await sql<{ kind: AccountKind; sum: string; accounts: number }>(
    'select kind, sum(balance)::text as sum, count(*)::int as accounts from account group by kind',
  );
  return new Map(rows.map(({ kind, sum, accounts }) => [kind, { sum: BigInt(sum), accounts }]));
}

type SumRow = { code: string; amount: string; count: number };

/** What happened from `from` on, before `to`, in three statements. */
export async function readMovement(sql: Sql, from: Date, to: Date): Promise<Movement> {
  const within = [from.toISOString(), to.toISOString()];
  const WITHIN = 't.occurred_at >= ?::timestamptz and t.occurred_at < ?::timestamptz';
  const [sums] = await sql<{ volume: string; fees: string; transfers: number; active: number }>(
    `with t as materialized (select id, kind, type, amount, fee from transfer t where ${WITHIN}),
       moved as (select amount, fee from t where (kind = 'SINGLE' and type = 'TRANSFER') or kind = 'POST'),
       active as (
         select count(distinct a.owner_id)::int as n from t join entry e on e.transfer_id = t.id join account a on a.id = e.account_id
         where a.kind = 'WALLET' and e.amount < 0
       )
     select coalesce(sum(amount), 0)::text as volume, coalesce(sum(fee), 0)::text as fees, count(*)::int as transfers,
       (select n from active) as active from moved`,
    within,
  );
  const emission = await sql<SumRow>(
    `select coalesce(t.memo, t.type) as code, (-sum(e.amount))::text as amount, count(*)::int as count
     from transfer t join entry e on e.transfer_id = t.id join account a on a.id = e.account_id
     where ${WITHIN} and t.type = 'REWARD' and a.address = ? and e.amount < 0 group by 1 order by sum(e.amount), 1`,
    [...within, poolOf('REWARDS')],
  );
  const spending = await sql<SumRow>(
    `select coalesce(t.memo, t.type) as code, sum(t.amount)::text as amount, count(*)::int as count
     from transfer t where ${WITHIN} and t.type = 'PURCHASE' and t.kind = 'POST' group by 1 order by sum(t.amount) desc, 1`,
    within,
  );
  return {
    volume: BigInt(sums!.volume),
    fees: BigInt(sums!.fees),
    transfers: sums!.transfers,
    activeWallets: sums!.active,
    emission: emission.map(codeSumOf),
    spending: spending.map(codeSumOf),
  };
}

const codeSumOf = ({ code, amount, count }: SumRow): CodeSum => ({ code, amount: BigInt(amount), count });

export interface EmissionBooks {
  readonly emitted: Units;
  readonly waiting: Units;
  readonly waitingCount: number;
}

/** What rewards came to on a day, and what waits. */
export async function readEmission(sql: Sql, day: string): Promise<EmissionBooks> {
  const [row] = await sql<{ emitted: string; waiting: string; count: number }>(
    `select coalesce((select emitted from emission_day where day = ?::date), 0)::text as emitted,
       coalesce(sum(amount), 0)::text as waiting, count(*)::int as count from reward where state = 'WAITING'`,
    [day],
  );
  return { emitted: BigInt(row!.emitted), waiting: BigInt(row!.waiting), waitingCount: row!.count };
}

export async function readBalances(sql: Sql, addresses: readonly Address[]): Promise<Map<Address, Units>> {
  const rows = await sql<{ address: string; balance: string }>(
    'select address, balance::text as balance from account where address in (select jsonb_array_elements_text(?::jsonb))',
    [JSON.stringify(addresses)],
  );
  return new Map(rows.map(({ address, balance }) => [address, BigInt(balance)]));
}

/** One line of the statement of an account of the system. */
export interface AccountLine {
  readonly address: Address;
  readonly transferId: string;
  readonly version: string;
  readonly amount: Units;
  readonly balanceAfter: Units;
  readonly type: string;
  readonly memo: string | null;
  readonly at: Date;
}

export interface LinesKey {
  readonly address: Address;
  readonly first: number;
  readonly beforeVersion: string | null;
}

/** Pages of several accounts in one statement, newest first, `first + 1` lines of each. */
export async function readLines(sql: Sql, keys: readonly LinesKey[]): Promise<AccountLine[]> {
  type Row = Omit<AccountLine, 'amount' | 'balanceAfter' | 'at'> & { amount: string; balanceAfter: string; at: string };
  const rows = await sql<Row>(
    `select a.address, e.transfer_id as "transferId", e.version::text as version, e.amount::text as amount,
       e.balance_after::text as "balanceAfter", t.type, t.memo, e.at::text as at
     from jsonb_to_recordset(?::jsonb) as k (address text, first int, "beforeVersion" bigint)
     join account a on a.address = k.address
     cross join lateral (
       select * from entry e where e.account_id = a.id and (k."beforeVersion" is null or e.version < k."beforeVersion")
       order by e.version desc limit k.first + 1
     ) e
     join transfer t on t.id = e.transfer_id
     order by a.id, e.version desc`,
    [JSON.stringify(keys)],
  );
  return rows.map((row) => ({
    ...row,
    amount: BigInt(row.amount),
    balanceAfter: BigInt(row.balanceAfter),
    at: new Date(row.at),
  }));
}
