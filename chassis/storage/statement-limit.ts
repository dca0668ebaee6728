import type { EntityManager } from '@mikro-orm/postgresql';
import type { CompiledQuery, Kysely } from 'kysely';
import pg from 'pg';

const LIMIT = 'set local statement_timeout = ';
/** A limit in front of another statement. An action's own `set local statement_timeout = '60s'` is a statement by itself. */
const LIMITED = /^set local statement_timeout = \d+; /;
const QUERY_CANCELED = '57014';

type Runner = Pick<Kysely<unknown>, 'executeQuery'>;

/**
 * From now on every statement that `runner` runs may take as long as `limitMs` says at that moment; undefined leaves it to the role's own
 * `statement_timeout`. The limit travels in the message of the statement, so it costs no round trip, and `set local` ends with the message
 * (outside of a transaction) or with the transaction: the connection goes back as it was. Its pool has to be one of `LimitedClient`s.
 */
export function limitStatements(runner: Runner, limitMs: () => number | undefined): void {
  const execute = runner.executeQuery.bind(runner) as (query: CompiledQuery, ...rest: unknown[]) => Promise<never>;
  const limited = async (query: CompiledQuery, ...rest: unknown[]): Promise<never> => {
    const ms = query.parameters.length === 0 ? limitMs() : undefined; // with parameters a message holds one statement
    return execute(ms === undefined ? query : { ...query, sql: `${LIMIT}${ms}; ${query.sql}` }, ...rest);
  };
  Object.defineProperty(runner, 'executeQuery', { value: limited });
}

/** The same for everything that a fork reads outside of transactions. It may not be flushed any more. */
export function limitReads(fork: EntityManager, limitMs: () => number | undefined): void {
  const runner = fork.getConnection().getClient().withoutPlugins(); // an object of its own on the same pool
  limitStatements(runner, limitMs);
  fork.setTransactionContext(runner);
}

/** The statement without the limit that it was sent with. */
export function withoutLimit(text: string): string {
  return text.replace(LIMITED, '');
}

/** Of a message that begins with a limit, the answer to the limit is left out. */
export class LimitedClient extends pg.Client {
  override query(...args: unknown[]): never {
    const sent: unknown = (super.query as (...args: unknown[]) => unknown)(...args);
    if (typeof args[0] !== 'string' || !LIMITED.test(args[0])) return sent as never;
    return (sent as Promise<pg.QueryResult[]>).then(([, ...rest]) => (rest.length === 1 ? rest[0] : rest)) as never;
  }
}

/** Whether the server ended a statement because it took too long. */
export function tookTooLong(fault: Error): boolean {
  return (fault as { code?: unknown }).code === QUERY_CANCELED;
}
