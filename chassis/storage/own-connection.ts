import pg from 'pg';
import type { Log } from '#chassis/log/log';
import { outOfTrace, spanned } from '#chassis/trace/span';
import { traceClient } from '#chassis/trace/trace-statements';
import type { Sql } from './transact.ts';

const CONNECT_MS = 5_000;
/** Longer than the role's statement_timeout: only a connection that answers nothing any more gets that far. */
const SILENCE_MS = 10_000;

/** The connection broke. `mayHaveCommitted` only when the commit was already on its way: otherwise the server has rolled back. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly mayHaveCommitted: boolean;

  constructor(mayHaveCommitted: boolean, cause: unknown) {
    super('The connection to the database broke.', { cause });
    this.mayHaveCommitted = mayHaveCommitted;
  }
}

/**
 * One connection outside of every pool, for somebody who runs one transaction after the other all day. Statements are prepared once per
 * connection and pipelined: the next may be given before the last is answered. It connects when it is first needed, and anew after it broke.
 */
export class OwnConnection {
  #client: pg.Client | undefined;
  readonly #names = new Map<string, { name: string; text: string }>();
  readonly #databaseUrl: string;
  readonly #log: Log;
  /** Whose statements they are, in a trace. */
  readonly #service: string;

  constructor(databaseUrl: string, log: Log, service: string) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.#service = service;
  }

  /**
   * Not for two at a time. `traces` are those that wait for it: the transaction is a span of the first, linked to the others.
   * @throws ConnectionLost; whatever else is thrown, the transaction was rolled back.
   */
  transact<T>(work: (sql: Sql) => Promise<T>, traces: readonly string[] = []): Promise<T> {
    const [parent, ...links] = traces;
    if (parent === undefined) return outOfTrace(() => this.#transact(work));
    const start = { service: this.#service, name: 'transaction', parent, links };
    return spanned(start, () => this.#transact(work));
  }

  async #transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#connected();
    let committing = false;
    try {
      const begun = client.query('begin');
      begun.catch(() => {}); // the first statement of `work` fails with it
      const result = await work(this.#sqlOn(client));
      await begun;
      committing = true;
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new Error('A statement of the transaction had failed: it was rolled back.');
      return result;
    } catch (fault) {
      if (isLoss(fault)) {
        this.#drop(client);
        throw new ConnectionLost(committing, fault);
      }
      await client.query('rollback').catch(() => this.#drop(client));
      throw fault;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: SILENCE_MS,
      keepAlive: true,
      pipeline: true,
    });
    client.on('error', (error) => {
      this.#log.warn({ error: error.message }, 'a connection of its own broke');
      this.#drop(client);
    });
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (fault) {
      throw new ConnectionLost(false, fault);
    }
    traceClient(client, this.#service);
    this.#client = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => {});
  }

  #sqlOn(client: pg.Client): Sql {
    const sql = async <Row extends object>(text: string, params: readonly unknown[] = []) => {
      const { rows } = await client.query<Row>({ ...this.#prepared(text), values: [...params] });
      return rows;
    };
    return Object.assign(sql, { pipelined: true });
  }

  /** `?` placeholders numbered, under a name by which the server keeps the plan. The texts are those of the code: there are not many. */
  #prepared(text: string): { name: string; text: string } {
    let known = this.#names.get(text);
    if (!known) {
      let nth = 0;
      known = { name: `own_${this.#names.size}`, text: text.replace(/\?/g, () => `$${++nth}`) };
      this.#names.set(text, known);
    }
    return known;
  }
}

/** What is no answer of the server is a broken connection; so is the server saying goodbye (57P.., 08...). */
function isLoss(fault: unknown): boolean {
  if (fault instanceof pg.DatabaseError) return /^(57P|08)/.test(fault.code ?? '');
  return fault instanceof Error && /connection|query read timeout|client was closed|ECONN|EPIPE/i.test(fault.message);
}
