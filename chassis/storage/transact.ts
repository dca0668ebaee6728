import type { EntityManager } from '@mikro-orm/postgresql';
import type { ControlledTransaction } from 'kysely';
import { withinSpan } from '#chassis/trace/span';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { limitStatements } from './statement-limit.ts';

export type Sql = (<Row extends object = Record<string, unknown>>(
  text: string,
  params?: readonly unknown[],
) => Promise<Row[]>) & {
  /** The next statement may be given before the last one is answered: see `inOrder`. */
  readonly pipelined?: boolean;
};

/** An open transaction, before the scope adds events and jobs to it. */
export interface OpenTransaction {
  readonly em: EntityManager;
  readonly sql: Sql;
  keep<R extends Refusal>(refusal: R): R;
  isKept(refusal: Refusal): boolean;
}

/**
 * Runs `work` in a transaction of a fresh fork. A returned refusal rolls back (MikroORM alone would commit what was already changed),
 * unless it was given to `keep`; a throw rolls back and travels on. `limitMs`: how long each statement may take, see `limitStatements`.
 */
export function transact<T>(
  em: EntityManager,
  work: (tx: OpenTransaction) => Promise<T>,
  limitMs?: () => number | undefined,
): Promise<T> {
  return withinSpan('transaction', () => transactOn(em, work, limitMs));
}

async function transactOn<T>(
  em: EntityManager,
  work: (tx: OpenTransaction) => Promise<T>,
  limitMs: (() => number | undefined) | undefined,
): Promise<T> {
  const fork = em.fork({ clear: true });
  await fork.begin();
  if (limitMs) limitStatements(fork.getTransactionContext<ControlledTransaction<unknown>>()!, limitMs);
  let result: T;
  try {
    const tx = openTransaction(fork);
    result = await work(tx);
    if (isRefusal(result) && !tx.isKept(result)) {
      await fork.rollback();
      return result;
    }
    await fork.commit();
  } catch (fault) {
    await fork.rollback().catch(() => undefined); // the connection may be the fault; the fault itself is what travels on
    throw fault;
  }
  return result;
}

export function openTransaction(em: EntityManager): OpenTransaction {
  const kept = new WeakSet<Refusal>();
  return {
    em,
    sql: sqlOf(em),
    keep(refusal) {
      kept.add(refusal);
      return refusal;
    },
    isKept: (refusal) => kept.has(refusal),
  };
}

/** Raw SQL on the fork's connection, inside its transaction when one is open. */
export function sqlOf(em: EntityManager): Sql {
  return async <Row extends object>(text: string, params: readonly unknown[] = []) =>
    (await em.getConnection().execute(text, params, 'all', em.getTransactionContext())) as unknown as Row[];
}
