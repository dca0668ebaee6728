import { inOrder } from '#chassis/storage/pipeline';
import type { Sql } from '#chassis/storage/transact';
import type { Address } from '../domain/account.ts';
import type { HoldState, Original, Page } from '../domain/book.ts';
import type { Command, TransferType } from '../domain/command.ts';
import type { Booked, Transfer, TransferKind } from '../domain/transfer.ts';
import { TRANSFER_RULES, type LimitWindow } from '../domain/transfer-rules.ts';

export interface BookedRow {
  id: string;
  kind: TransferKind;
  type: TransferType;
  amount: string;
  fee: string;
  actorId: string | null;
  scope: string | null;
  key: string | null;
  pendingId: string | null;
  reversesId: string | null;
  subjectType: string | null;
  subjectId: string | null;
  memo: string | null;
  expiresAt: string | null;
  occurredAt: string;
  entries: {
    account: string;
    accountId: string;
    version: string;
    amount: string;
    balance: string;
    sent: string;
    at: string;
  }[];
}

export const BOOKED = `t.id, t.kind, t.type, t.amount::text as amount, t.fee::text as fee, t.actor_id as "actorId", t.key_scope as scope,
  t.idempotency_key as key, t.pending_id as "pendingId", t.reverses_id as "reversesId", t.subject_type as "subjectType",
  t.subject_id as "subjectId", t.memo, t.expires_at::text as "expiresAt", t.occurred_at::text as "occurredAt",
  (select json_agg(json_build_object('account', a.address, 'accountId', a.id::text, 'version', e.version::text,
     'amount', e.amount::text, 'balance', e.balance_after::text, 'sent', e.sent_after::text, 'at', e.at) order by e.account_id)
   from entry e join account a on a.id = e.account_id where e.transfer_id = t.id) as entries`;

/** Transfers as they were written, by id. They never change, so they may be read before any lock. */
export async function readBooked(sql: Sql, ids: readonly string[]): Promise<Map<string, Booked>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<BookedRow>(
    `select ${BOOKED} from transfer t where t.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map((row) => [row.id, bookedOf(row)]));
}

/** What the decisions of a batch depend on besides the accounts. Read it after their locks: then nothing of it can change. */
export async function readPage(
  sql: Sql,
  commands: readonly Command[],
  former: ReadonlyMap<string, Booked>,
  senders: readonly Address[],
  now: Date,
): Promise<Omit<Page, 'accounts' | 'now'>> {
  const [known, sentBefore, holds, originals] = await inOrder(
    sql,
    () => readKnown(sql, commands),
    () => readSentBefore(sql, senders, now),
    () => readHolds(sql, former),
    () => readOriginals(sql, former),
  );
  return { known, sentBefore, holds, originals };
}

async function readKnown(sql: Sql, commands: readonly Command[]): Promise<Map<string, Booked>> {
  const keys = commands.flatMap(({ once }) => (once ? [once] : []));
  if (keys.length === 0) return new Map();
  const rows = await sql<BookedRow>(
    // one probe of the index per key: a join is planned as a scan of the whole ledger while its statistics are young
    `select ${BOOKED} from jsonb_to_recordset(?::jsonb) as k (scope text, key text)
     cross join lateral (select * from transfer where key_scope = k.scope and idempotency_key = k.key limit 1) t`,
    [JSON.stringify(keys)],
  );
  return new Map(rows.map((row) => [`${row.scope} ${row.key}`, bookedOf(row)]));
}

/** What accounts had sent at the start of each window: without their locks, an answer for people to read. */
export async function readSentBefore(
  sql: Sql,
  senders: readonly Address[],
  now: Date,
): Promise<Map<Address, Record<LimitWindow, bigint>>> {
  if (senders.length === 0) return new Map();
  const columns = TRANSFER_RULES.windows.map(
    ({ name, hours }) =>
      `coalesce((select e.sent_after from entry e where e.account_id = a.id and e.at <= i.now - interval '${hours} hours'
         order by e.at desc, e.version desc limit 1), 0)::text as "${name}"`,
  );
  const rows = await sql<Record<LimitWindow, string> & { address: string }>(
    `select a.address, ${columns.join(', ')} from account a, (select ?::timestamptz as now) i
     where a.address in (select jsonb_array_elements_text(?::jsonb))`,
    [now.toISOString(), JSON.stringify([...new Set(senders)])],
  );
  return new Map(
    rows.map((row) => [row.address, { DAY: BigInt(row.DAY), MONTH: BigInt(row.MONTH), YEAR: BigInt(row.YEAR) }]),
  );
}

async function readHolds(sql: Sql, former: ReadonlyMap<string, Booked>): Promise<Map<string, HoldState>> {
  const pending = [...former.values()].filter(({ transfer }) => transfer.kind === 'PENDING');
  if (pending.length === 0) return new Map();
  const rows = await sql<{ id: string; kind: TransferKind }>(
    `select pending_id as id, kind from transfer where pending_id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(pending.map(({ transfer }) => transfer.id))],
  );
  const ended = new Map(rows.map(({ id, kind }) => [id, kind]));
  return new Map(
    pending.map(({ transfer, entries }) => {
      const ownerId = entries.find(({ amount }) => amount < 0n)!.account.split('/')[1]!;
      return [transfer.id, { transfer, ownerId, ended: ended.get(transfer.id) ?? null }];
    }),
  );
}

async function readOriginals(sql: Sql, former: ReadonlyMap<string, Booked>): Promise<Map<string, Original>> {
  const booked = [...former.values()].filter(({ transfer }) => transfer.kind !== 'PENDING');
  if (booked.length === 0) return new Map();
  const rows = await sql<{ id: string; reversed: string }>(
    `select reverses_id as id, sum(amount)::text as reversed from transfer
     where reverses_id in (select jsonb_array_elements_text(?::jsonb)::uuid) group by reverses_id`,
    [JSON.stringify(booked.map(({ transfer }) => transfer.id))],
  );
  const reversed = new Map(rows.map((row) => [row.id, BigInt(row.reversed)]));
  return new Map(booked.map((one) => [one.transfer.id, { ...one, reversed: reversed.get(one.transfer.id) ?? 0n }]));
}

export function bookedOf(row: BookedRow): Booked {
  const transfer: Transfer = {
    id: row.id,
    kind: row.kind,
    type: row.type,
    amount: BigInt(row.amount),
    fee: BigInt(row.fee),
    actorId: row.actorId,
    once: row.scope !== null && row.key !== null ? { scope: row.scope, key: row.key } : null,
    pendingId: row.pendingId,
    reversesId: row.reversesId,
    subject: row.subjectType !== null && row.subjectId !== null ? { type: row.subjectType, id: row.subjectId } : null,
    memo: row.memo,
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
    occurredAt: new Date(row.occurredAt),
  };
  const entries = row.entries.map((entry) => ({
    account: entry.account,
    accountId: entry.accountId,
    version: BigInt(entry.version),
    amount: BigInt(entry.amount),
    balanceAfter: BigInt(entry.balance),
    sentAfter: BigInt(entry.sent),
    at: new Date(entry.at),
  }));
  return { transfer, entries };
}
