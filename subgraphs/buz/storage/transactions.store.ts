import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf } from '#chassis/storage/transact';
import { walletOf } from '../domain/account.ts';
import type { TransferType } from '../domain/command.ts';
import { counterpartyOf, partsOf, type Transaction } from '../domain/transaction.ts';
import type { TransferKind } from '../domain/transfer.ts';

export interface TransactionFilter {
  readonly types?: readonly TransferType[] | null;
  readonly direction?: 'IN' | 'OUT' | null;
  /** Inclusive. */
  readonly since?: Date | null;
  /** Exclusive. */
  readonly until?: Date | null;
  readonly counterpartyId?: string | null;
}

interface Row {
  id: string;
  version: string;
  entryAmount: string;
  balanceAfter: string;
  at: string;
  kind: TransferKind;
  type: TransferType;
  amount: string;
  fee: string;
  memo: string | null;
  subjectType: string | null;
  subjectId: string | null;
  reversesId: string | null;
  other: string | null;
}

/** The other side is the one that most of it came from or went to: never the treasury, which gets the fee, unless there is nobody else. */
const TRANSACTION = `select t.id, e.version::text as version, e.amount::text as "entryAmount", e.balance_after::text as "balanceAfter",
    e.at::text as at, t.kind, t.type, t.amount::text as amount, t.fee::text as fee, t.memo, t.subject_type as "subjectType",
    t.subject_id as "subjectId", t.reverses_id as "reversesId",
    (select o.address from entry c join account o on o.id = c.account_id where c.transfer_id = t.id and sign(c.amount) <> sign(e.amount)
     order by abs(c.amount) desc, c.account_id limit 1) as other
  from account a join entry e on e.account_id = a.id join transfer t on t.id = e.transfer_id`;

/** Newest first, one row more than asked for. */
export async function readTransactions(
  em: EntityManager,
  ownerId: string,
  filter: TransactionFilter,
  limit: number,
  beforeVersion: string | null,
): Promise<Transaction[]> {
  const asked: string[] = ['a.address = ?'];
  const params: unknown[] = [walletOf(ownerId)];
  const ask = (condition: string, ...values: unknown[]): void => {
    asked.push(condition);
    params.push(...values);
  };
  const { types, direction, since, until, counterpartyId } = filter;
  if (types) ask('t.type in (select jsonb_array_elements_text(?::jsonb))', JSON.stringify(types));
  if (direction) ask(direction === 'IN' ? 'e.amount > 0' : 'e.amount < 0');
  if (since) ask('e.at >= ?::timestamptz', since.toISOString());
  if (until) ask('e.at < ?::timestamptz', until.toISOString());
  if (counterpartyId) {
    ask(
      `exists (select from entry c join account o on o.id = c.account_id where c.transfer_id = e.transfer_id
         and sign(c.amount) <> sign(e.amount) and o.address = ?)`,
      walletOf(counterpartyId),
    );
  }
  if (beforeVersion) ask('e.version < ?::bigint', beforeVersion);
  const rows = await sqlOf(em)<Row>(
    `${TRANSACTION} where ${asked.join(' and ')} order by e.version desc limit ${limit + 1}`,
    params,
  );
  return rows.map((row) => transactionOf(ownerId, row));
}

/** Oldest first: what happened after `from`, up to and including `until`; one row more than asked for. */
export async function readLines(
  em: EntityManager,
  ownerId: string,
  from: Date,
  until: Date,
  limit: number,
): Promise<Transaction[]> {
  const rows = await sqlOf(em)<Row>(
    `${TRANSACTION} where a.address = ? and e.at > ?::timestamptz and e.at <= ?::timestamptz order by e.version limit ${limit + 1}`,
    [walletOf(ownerId), from.toISOString(), until.toISOString()],
  );
  return rows.map((row) => transactionOf(ownerId, row));
}

/** As each owner's wallet sees it, by `owner transfer`; nothing for who had no part in it. */
export async function readTransactionsOf(
  em: EntityManager,
  asked: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<Map<string, Transaction>> {
  if (asked.length === 0) return new Map();
  const pairs = asked.map(({ ownerId, id }) => ({ address: walletOf(ownerId), id }));
  const rows = await sqlOf(em)<Row & { address: string }>(
    `${TRANSACTION.replace('select ', 'select a.address, ')} join jsonb_to_recordset(?::jsonb) as q (address text, id uuid)
       on q.address = a.address and q.id = e.transfer_id`,
    [JSON.stringify(pairs)],
  );
  return new Map(
    rows.map((row) => {
      const ownerId = counterpartyOf(row.address).userId!;
      return [`${ownerId} ${row.id}`, transactionOf(ownerId, row)];
    }),
  );
}

function transactionOf(ownerId: string, row: Row): Transaction {
  const { subjectType: type, subjectId: id } = row;
  return {
    ...{ id: row.id, ownerId, version: BigInt(row.version), kind: row.kind, type: row.type },
    ...partsOf(BigInt(row.entryAmount), { amount: BigInt(row.amount), fee: BigInt(row.fee) }),
    balanceAfter: BigInt(row.balanceAfter),
    counterparty: counterpartyOf(row.other ?? ''),
    memo: row.memo,
    subject: type !== null && id !== null ? { type, id } : null,
    reversesId: row.reversesId,
    at: new Date(row.at),
  };
}
