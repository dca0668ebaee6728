import type { Pool, PoolClient } from 'pg';
import { clockAt, type Clock } from '#kernel/clock';
import type { DomainEvent, EventContract } from '#kernel/event';
import { newId, type Id } from '#kernel/id';
import type { RoadEnd } from '#chassis/events/bus';
import { tellInto, type Telling, type TransactionSql } from '#chassis/events/tell';

/** `?` placeholders on a plain connection, as `Transaction.sql` has them. */
export function sqlOn(connection: Pick<PoolClient, 'query'>): TransactionSql {
  return async <Row extends object>(text: string, params: readonly unknown[] = []) => {
    let nth = 0;
    const { rows } = await connection.query<Row>(
      text.replace(/\?/g, () => `$${++nth}`),
      [...params],
    );
    return rows;
  };
}

/** Stands in for a subgraph that is not there: tells its published facts into an outbox, each in a transaction of its own. */
export class OutboxProducer {
  readonly #pool: Pool;
  readonly #telling: Telling;

  constructor(producer: string, pool: Pool, clock: Clock = clockAt('2026-01-01T00:00:00Z')) {
    this.#pool = pool;
    this.#telling = { producer, clock, actor: null, correlationId: `test ${producer}`, causationId: null };
  }

  /** `work` runs in the same transaction, before the commit; its throw rolls the fact back. */
  async tell<Body>(
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
    work?: (connection: PoolClient) => Promise<void>,
  ): Promise<DomainEvent<Body>> {
    const connection = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await connection.query('begin');
      const event = await tellInto(sqlOn(connection), this.#telling, contract, aggregateId, body);
      await work?.(connection);
      await connection.query('commit');
      return event;
    } catch (error) {
      await connection.query('rollback').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      connection.release(broken);
    }
  }
}

/** Stands in for any producer at a consumer's door: deposits straight into its inbox, in order per aggregate. */
export class InboxProducer {
  readonly #end: Pick<RoadEnd, 'deposit'>;
  readonly #clock: Clock;
  readonly #sequences = new Map<string, number>();

  constructor(end: Pick<RoadEnd, 'deposit'>, clock: Clock = clockAt('2026-01-01T00:00:00Z')) {
    this.#end = end;
    this.#clock = clock;
  }

  async tell<Body>(
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
    actor: Id | null = null,
  ): Promise<DomainEvent<Body>> {
    const event = this.next(contract, aggregateId, body, actor);
    await this.#end.deposit(contract.producer, [event]);
    return event;
  }

  /** The envelope only: the test delivers it, late, twice or never. */
  next<Body>(
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
    actor: Id | null = null,
  ): DomainEvent<Body> {
    const key = `${contract.producer}/${contract.aggregate}/${aggregateId}`;
    const sequence = (this.#sequences.get(key) ?? 0) + 1;
    this.#sequences.set(key, sequence);
    return {
      id: newId(),
      producer: contract.producer,
      type: contract.type,
      version: contract.version,
      aggregate: contract.aggregate,
      aggregateId,
      sequence,
      occurredAt: this.#clock.now().toISOString(),
      actor,
      correlationId: `test ${contract.producer}`,
      causationId: null,
      body: contract.body.parse(body),
    };
  }
}
