import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { openTransaction, type OpenTransaction } from './transact.ts';

/**
 * A fork whose every statement goes through `connection`, inside the transaction that is open there: what a reaction writes and the
 * inbox's mark are one commit. Whoever opened the transaction commits it; call `flush` on the fork before that.
 */
export async function joinTransaction(orm: MikroORM, connection: PoolClient): Promise<OpenTransaction> {
  const ownPool = (await orm.em.getConnection().getNativeClient()) as Pool;
  // the entity manager reads rows with the parsers of its own pool, the road with those of the driver
  const { types } = ownPool.options;
  const borrowed = {
    query: (text: string, values: unknown[]) => connection.query({ text, values, ...(types && { types }) }),
    release() {}, // not ours to give back
  };
  const kysely = new Kysely({
    dialect: new PostgresDialect({
      pool: { options: {}, connect: async () => borrowed as never, end: async () => undefined } as never,
    }),
  });
  const fork: EntityManager = orm.em.fork({ clear: true });
  fork.setTransactionContext(kysely as never);
  return openTransaction(fork);
}
