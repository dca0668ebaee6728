import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg, { type Pool, type PoolClient } from 'pg';
import { z } from 'zod';
import type { DomainEvent, EventContract } from '#kernel/event';
import { roadDesk, type RoadUnseal } from '#chassis/events/http-desk';
import { HttpBus, type RoadSeal } from '#chassis/events/http-bus';
import { LocalBus } from '#chassis/events/local-bus';
import { PACE, type Pace } from '#chassis/events/pace';
import type { Reaction } from '#chassis/events/reaction';
import { openRoad, type Road, type RoadStart } from '#chassis/events/road';
import { roadTables, roadTraces } from '#chassis/events/tables';
import type { Log } from '#chassis/log/log';
import { OutboxProducer } from './producer.ts';

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };

/** A producer and a consumer that exist only in tests; the consumer keeps a tally of what it did, in its own schema. */
export const COUNTED: EventContract<{ n: number }> = {
  producer: 'alpha',
  type: 'thing.counted',
  version: 1,
  aggregate: 'thing',
  when: 'a test counts',
  body: z.object({ n: z.number() }),
};
export const IGNORED: EventContract<{ n: number }> = { ...COUNTED, type: 'thing.ignored' };

export const tallyTable = `create table tally (
  id text primary key, total integer not null, last_sequence integer not null, disorder integer not null)`;

/** One effect per event: `total` tells doubles and losses, `disorder` tells what came out of order. */
export async function countInto(connection: PoolClient, event: DomainEvent): Promise<void> {
  await connection.query(
    `insert into tally as t (id, total, last_sequence, disorder) values ($1, 1, $2, 0)
     on conflict (id) do update set total = t.total + 1, last_sequence = excluded.last_sequence,
       disorder = t.disorder + (excluded.last_sequence <= t.last_sequence)::integer`,
    [event.aggregateId, event.sequence],
  );
}

/** Reactions of these tests work on the connection itself: what a scope is, mounting decides. */
export function reactionOn<Body>(
  hears: EventContract<Body>,
  work: (connection: PoolClient, event: DomainEvent) => Promise<void>,
): Reaction<never> & { work: typeof work } {
  return { name: `react-to-${hears.type}`, hears, react: () => Promise.resolve(), work };
}

export async function layRoad(pool: Pool, ...more: string[]): Promise<void> {
  for (const statement of [...roadTables.up, ...roadTraces.up, ...more]) await pool.query(statement);
}

/** An HMAC under a key per ordered pair; the product's seal is chassis/identity's. */
export function pairSeal(own: string, secret: string): RoadSeal & { unseal: RoadUnseal } {
  const mac = (from: string, to: string, body: string | Buffer): Buffer =>
    createHmac('sha256', `${secret}/${from}/${to}`).update(body).digest();
  return {
    seal: (to, body) => ({ 'x-from': own, 'x-mac': mac(own, to, body).toString('hex') }),
    unseal(headers, body) {
      const from = String(headers['x-from']);
      const given = Buffer.from(String(headers['x-mac']), 'hex');
      const right = mac(from, own, body);
      return given.length === right.length && timingSafeEqual(given, right) ? from : null;
    },
  };
}

export interface TownRoad {
  readonly road: Road;
  readonly pool: Pool;
  readonly producer: OutboxProducer;
  stop(): Promise<void>;
}

type Opening = Partial<Pick<RoadStart, 'reactions' | 'live' | 'runReaction' | 'pace' | 'resumeKey'>> & {
  name: string;
  url: string;
};

/** Opens roads that reach each other through one bus, in this process or over HTTP on loopback. */
export class RoadTown {
  readonly #kind: 'local' | 'http';
  readonly #local = new LocalBus();
  readonly #peers: Record<string, string> = {};
  readonly #secret = randomBytes(16).toString('hex');
  readonly #open: TownRoad[] = [];

  constructor(kind: 'local' | 'http') {
    this.#kind = kind;
  }

  async open({ name, url, ...start }: Opening): Promise<TownRoad> {
    const pool = new pg.Pool({ connectionString: url, max: 10 });
    const seal = pairSeal(name, this.#secret);
    const bus = this.#kind === 'local' ? this.#local : new HttpBus({ name, peers: this.#peers, seal });
    const road = openRoad({
      name,
      pool,
      log: SILENT,
      bus,
      reactions: [],
      live: [],
      runReaction: (reaction, event, connection) => (reaction as ReturnType<typeof reactionOn>).work(connection, event),
      resumeKey: Buffer.alloc(32, name),
      pace: quick(),
      ...start,
    });
    const leave = bus.join(road);
    const server = this.#kind === 'http' ? await serve(road, seal.unseal) : null;
    if (server) this.#peers[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await road.start();
    const opened: TownRoad = {
      road,
      pool,
      producer: new OutboxProducer(name, pool),
      stop: async () => {
        leave();
        await road.stop();
        server?.closeAllConnections();
        await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
        await pool.end();
      },
    };
    this.#open.push(opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const opened of this.#open.splice(0).reverse()) if (!opened.pool.ending) await opened.stop();
  }
}

/** The product's pace with short waits after failures. */
export function quick(consumer: Partial<Pace['consumer']> = {}, relay: Partial<Pace['relay']> = {}): Pace {
  return {
    ...PACE,
    relay: { ...PACE.relay, candidateMs: 100, backOffMs: 200, ...relay },
    consumer: { ...PACE.consumer, retryMs: 0.1, ...consumer },
  };
}

async function serve(road: Road, unseal: RoadUnseal): Promise<http.Server> {
  const desk = roadDesk(road, unseal, SILENT);
  const server = http.createServer((request, response) => {
    void desk(request, response).then((taken) => taken || response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Polls until `check` holds; the failure says what it waited for. */
export async function until(what: string, check: () => Promise<boolean> | boolean, withinMs = 25_000): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${withinMs} ms in vain: ${what}`);
}
