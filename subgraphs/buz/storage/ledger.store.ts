import { inOrder } from '#chassis/storage/pipeline';
import type { Sql } from '#chassis/storage/transact';
import type { Account, Address } from '../domain/account.ts';
import { TREASURY } from '../domain/account.ts';
import { instantText } from '../domain/instant-text.ts';
import { canonicalOf, type Booked } from '../domain/transfer.ts';

type AccountRow = { [Field in 'balance' | 'version' | 'sent']: string } & {
  floor: string | null;
  ceiling: string | null;
} & Omit<Account, 'balance' | 'version' | 'sent' | 'floor' | 'ceiling' | 'lastAt'> & { lastAt: string };

const ACCOUNT = `id::text as id, address, kind, owner_id as "ownerId", balance::text as balance, version::text as version,
  floor::text as floor, ceiling::text as ceiling, sent::text as sent, status, documents, verified, last_at::text as "lastAt"`;

/**
 * Locks accounts until the transaction ends, in id order, so that two opposite transfers cannot deadlock. With `treasury`, one shard of it that
 * nobody else has locked: its lock is asked for last and never waited for, so fees make no transfer wait for another.
 */
export async function lockAccounts(
  sql: Sql,
  addresses: readonly Address[],
  treasury: boolean,
): Promise<Map<Address, Account>> {
  const [rows, shard] = await inOrder(
    sql,
    () =>
      sql<AccountRow>(
        `select ${ACCOUNT} from account where address in (select jsonb_array_elements_text(?::jsonb))
         order by account.id for no key update of account`,
        [JSON.stringify([...new Set(addresses)])],
      ),
    async () => (treasury ? lockShard(sql) : undefined),
  );
  const accounts = new Map(rows.map((row) => [row.address, accountOf(row)]));
  // a shard may also be named by itself, by what moves a fee back: still one account
  if (shard) accounts.set(TREASURY, accounts.get(shard.address) ?? accountOf(shard));
  return accounts;
}

/** Accounts as they are, without a lock: nothing may be decided by them. */
export async function readAccounts(sql: Sql, addresses: readonly Address[]): Promise<Map<Address, Account>> {
  const rows = await sql<AccountRow>(
    `select ${ACCOUNT} from account where address in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(addresses)],
  );
  return new Map(rows.map((row) => [row.address, accountOf(row)]));
}

async function lockShard(sql: Sql): Promise<AccountRow> {
  const free = `select ${ACCOUNT} from account where kind = 'TREASURY' and owner_id is null order by account.id limit 1 for no key update`;
  const [row] = await sql<AccountRow>(`${free} skip locked`);
  // more batches at once than shards: the last lock of everybody, so waiting for it closes no circle
  return row ?? (await sql<AccountRow>(free))[0]!;
}

function accountOf(row: AccountRow): Account {
  return {
    ...row,
    balance: BigInt(row.balance),
    version: BigInt(row.version),
    sent: BigInt(row.sent),
    floor: row.floor === null ? null : BigInt(row.floor),
    ceiling: row.ceiling === null ? null : BigInt(row.ceiling),
    lastAt: new Date(row.lastAt),
  };
}

/** Writes what was decided, set by set: transfers, entries, balances. */
export async function writeBooked(sql: Sql, booked: readonly Booked[], accounts: Iterable<Account>): Promise<void> {
  if (booked.length === 0) return;
  const transfers = booked.map(({ transfer, entries }) => [
    transfer.id,
    transfer.kind,
    transfer.type,
    String(transfer.amount),
    String(transfer.fee),
    transfer.actorId,
    transfer.once?.scope ?? null,
    transfer.once?.key ?? null,
    transfer.pendingId,
    transfer.reversesId,
    transfer.subject?.type ?? null,
    transfer.subject?.id ?? null,
    transfer.memo,
    transfer.expiresAt && instantText(transfer.expiresAt),
    instantText(transfer.occurredAt),
    canonicalOf(transfer, entries),
  ]);
  const insertTransfers = () =>
    sql(
      `insert into transfer (id, kind, type, amount, fee, actor_id, key_scope, idempotency_key, pending_id, reverses_id,
         subject_type, subject_id, memo, expires_at, occurred_at, canonical)
       select (t->>0)::uuid, t->>1, t->>2, (t->>3)::bigint, (t->>4)::bigint, (t->>5)::uuid, t->>6, t->>7, (t->>8)::uuid, (t->>9)::uuid,
         t->>10, (t->>11)::uuid, t->>12, (t->>13)::timestamptz, (t->>14)::timestamptz, t->>15
       from jsonb_array_elements(?::jsonb) t`,
      [JSON.stringify(transfers)],
    );
  const entries = booked.flatMap(({ transfer, entries: legs }) =>
    legs.map((entry) => ({ ...entry, transferId: transfer.id })),
  );
  const insertEntries = () =>
    sql(
      `insert into entry (account_id, version, transfer_id, amount, balance_after, sent_after, at)
       select * from unnest(?::bigint[], ?::bigint[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[])`,
      [
        arrayOf(entries, ({ accountId }) => accountId),
        arrayOf(entries, ({ version }) => version),
        arrayOf(entries, ({ transferId }) => transferId),
        arrayOf(entries, ({ amount }) => amount),
        arrayOf(entries, ({ balanceAfter }) => balanceAfter),
        arrayOf(entries, ({ sentAfter }) => sentAfter),
        arrayOf(entries, ({ at }) => instantText(at)),
      ],
    );
  const changed = [...new Set(accounts)];
  const updateAccounts = () =>
    sql(
      `update account set balance = x.balance, version = x.version, sent = x.sent, last_at = x.last_at
       from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[]) as x (id, balance, version, sent, last_at)
       where account.id = x.id and account.version <> x.version`,
      [
        arrayOf(changed, ({ id }) => id),
        arrayOf(changed, ({ balance }) => balance),
        arrayOf(changed, ({ version }) => version),
        arrayOf(changed, ({ sent }) => sent),
        arrayOf(changed, ({ lastAt }) => instantText(lastAt)),
      ],
    );
  await inOrder(sql, insertTransfers, insertEntries, updateAccounts);
}

/** An array literal of values that need no quoting: whole numbers, ids, instants. Costs a fraction of JSON, here and there. */
function arrayOf<Row>(rows: readonly Row[], valueOf: (row: Row) => bigint | string): string {
  return `{${rows.map(valueOf).join(',')}}`;
}
