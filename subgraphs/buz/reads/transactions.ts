import { isId } from '#kernel/id';
import { pageOf, type Page, type PageRequest } from '#kernel/page';
import { refusal, type Refusal } from '#kernel/refusal';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { walletOf } from '../domain/account.ts';
import { STATEMENT_LINES, type Statement } from '../domain/statement.ts';
import type { Transaction } from '../domain/transaction.ts';
import {
  readLines,
  readTransactions,
  readTransactionsOf,
  type TransactionFilter,
} from '../storage/transactions.store.ts';
import { balanceAsOfLoader } from './as-of.loader.ts';

export type { TransactionFilter } from '../storage/transactions.store.ts';

/** One transfer as one wallet sees it. */
export const transactionLoader: LoaderDefinition<{ ownerId: string; id: string }, Transaction | null> = {
  name: 'buz.transaction',
  keyOf: ({ ownerId, id }) => `${ownerId} ${id}`,
  async load(scope, asked) {
    const found = await readTransactionsOf(
      scope.em,
      asked.filter(({ ownerId, id }) => isId(ownerId) && isId(id)),
    );
    return asked.map(({ ownerId, id }) => found.get(`${ownerId} ${id}`) ?? null);
  },
};

/** The history of a wallet, newest first. Nobody is found under what is not an id. */
export async function transactionsOf(
  scope: Scope,
  ownerId: string,
  filter: TransactionFilter,
  request: PageRequest,
): Promise<Page<Transaction>> {
  const { counterpartyId } = filter;
  if (counterpartyId && !isId(counterpartyId)) return { rows: [], hasNextPage: false };
  const before = request.after ? String(request.after[0]) : null;
  const rows = await readTransactions(scope.em, ownerId, filter, request.first, before);
  return pageOf(rows, request.first, ({ version }) => [String(version)]);
}

/** What happened in a wallet after `from`, up to and including `until`. Refuses what is too long for one answer. */
export async function statementOf(
  scope: Scope,
  userId: string,
  from: Date,
  until: Date,
): Promise<Statement | Refusal<'StatementTooLong'>> {
  const opening = await scope.loader(balanceAsOfLoader).load({ address: walletOf(userId), at: from, by: 'EVENT' });
  const lines = await readLines(scope.em, userId, from, until, STATEMENT_LINES);
  if (lines.length > STATEMENT_LINES) {
    return refusal('StatementTooLong', `More than ${STATEMENT_LINES} lines: choose a shorter time.`);
  }
  return { userId, from, until, opening, lines };
}
