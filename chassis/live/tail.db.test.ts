import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { DomainEvent } from '#kernel/event';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { COUNTED, IGNORED, layRoad, RoadTown, until, type TownRoad } from '#chassis/testing/road-town';
import { liveFeed } from './feed.ts';
import type { Follower } from './hub.ts';

describe('the tail of an outbox', () => {
  let database: TestDatabase;
  let elsewhere: TestDatabase;
  let town: RoadTown;
  const feed = liveFeed(COUNTED, (event) => [event.aggregateId, 'all']);
  const open = () => town.open({ name: 'alpha', url: database.urlOf('alpha'), live: [feed] });

  beforeAll(async () => {
    database = await testDatabase(['alpha']);
    elsewhere = await testDatabase(['alpha'], { variant: 'elsewhere' });
    const pool = new pg.Pool({ connectionString: database.urlOf('alpha') });
    await layRoad(pool);
    await pool.end();
    town = new RoadTown('local');
  });
  afterEach(() => town.close());
  afterAll(async () => {
    await database.drop();
    await elsewhere.drop();
  });

  /** Takes events in the background; the array grows. */
  const collect = (follower: Follower<{ n: number }>): DomainEvent<{ n: number }>[] => {
    const got: DomainEvent<{ n: number }>[] = [];
    void (async () => {
      for await (const event of follower) got.push(event);
    })();
    return got;
  };
  const tell = (road: TownRoad, id: string, n: number) => road.producer.tell(COUNTED, id, { n });
  const seen = (events: readonly DomainEvent<{ n: number }>[]) => events.map((event) => event.body.n);

  test('two replicas each feed their own followers, each event once and in order, whichever of them told it', async () => {
    const [one, two] = [await open(), await open()];
    const got = [collect(one.road.live.follow('mine')), collect(two.road.live.follow('mine'))];
    for (let n = 1; n <= 20; n++) {
      const teller = n % 2 ? one : two;
      await tell(teller, 'mine', n);
      await tell(teller, 'another', n);
      await teller.producer.tell(IGNORED, 'mine', { n });
      teller.road.ring();
    }
    const expected = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const events of got) await until('20 events', () => events.length >= 20);
    for (const events of got) expect(seen(events)).toEqual(expected);
  });

  test('a rolled back fact is never published', async () => {
    const alpha = await open();
    const got = collect(alpha.road.live.follow('rolled'));
    await alpha.producer.tell(COUNTED, 'rolled', { n: 1 }, () => Promise.reject(new Error('no'))).catch(() => {});
    await tell(alpha, 'rolled', 2);
    alpha.road.ring();
    await until('the second', () => got.length === 1);
    expect(got[0]).toMatchObject({ sequence: 1, body: { n: 2 } });
  });

  test('a long transaction in the same database neither hides what others commit nor loses what it commits itself', async () => {
    const alpha = await open();
    const got = collect(alpha.road.live.follow('all'));
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const long = alpha.producer.tell(COUNTED, 'long', { n: 1000 }, () => held); // its position is the lowest, its commit the last
    await until('it waits', async () => {
      const { rowCount } = await alpha.pool.query(
        `select from pg_stat_activity where state = 'idle in transaction' and backend_xid is not null`,
      );
      return rowCount! > 0;
    });
    for (let n = 1; n <= 50; n++) await tell(alpha, `other-${n % 5}`, n);
    alpha.road.ring();
    await until('the others', () => got.length === 50);
    release();
    await long;
    alpha.road.ring();
    await until('the long one', () => got.length === 51);
    await tell(alpha, 'long', 1001);
    await until('one more, by the poll alone', () => got.length === 52);
    expect(seen(got).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 50 }, (_, index) => index + 1),
      1000,
      1001,
    ]);
  });

  test('with a write transaction held open for 5 s in another database, commit to follower stays below 500 ms at p99', async () => {
    const alpha = await open();
    const other = new pg.Client({ connectionString: elsewhere.urlOf('alpha') });
    await other.connect();
    await other.query('set idle_in_transaction_session_timeout = 0');
    await other.query('begin');
    await other.query('create table held (x integer)');
    const since = performance.now();
    const committedAt = new Map<number, number>();
    const latencies: number[] = [];
    const follower = alpha.road.live.follow<{ n: number }>('all');
    const reading = (async () => {
      for await (const event of follower) latencies.push(performance.now() - committedAt.get(event.body.n)!);
    })();
    let n = 0;
    while (performance.now() - since < 5_000) {
      n += 1;
      const number = n;
      await alpha.producer.tell(COUNTED, `held-${number % 10}`, { n: number }, () => {
        committedAt.set(number, performance.now());
        return Promise.resolve();
      });
      alpha.road.ring();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until('all of them', () => latencies.length === n);
    await other.query('rollback');
    await other.end();
    await follower.return();
    await reading;
    latencies.sort((a, b) => a - b);
    expect(latencies[Math.floor(latencies.length * 0.99)]).toBeLessThanOrEqual(500);
    expect(latencies[latencies.length >> 1]).toBeLessThanOrEqual(50);
    expect(n).toBeGreaterThan(100);
  });

  test('a token resumes exactly after the last event taken, also at another replica and inside a large batch', async () => {
    const one = await open();
    const first = one.road.live.follow<{ n: number }>('resume');
    await one.producer.tell(COUNTED, 'resume', { n: 1 }, async (connection) => {
      await connection.query('select 1'); // one transaction may hold several facts; so may one read of the tail
    });
    await tell(one, 'resume', 2);
    one.road.ring();
    expect((await first.next()).value).toMatchObject({ body: { n: 1 } });
    const token = first.token();
    await first.return();
    await one.stop();
    for (let n = 3; n <= 700; n++) await tell(await fresh(), 'resume', n); // more than a page, while nobody follows
    const two = await open();
    const second = two.road.live.follow<{ n: number }>('resume', { after: token });
    const got = collect(second);
    await tell(two, 'resume', 701);
    two.road.ring();
    await until('all that was missed', () => got.length >= 700);
    expect(seen(got)).toEqual(Array.from({ length: 700 }, (_, index) => index + 2));

    const idle = second.token();
    await tell(two, 'resume', 702);
    two.road.ring();
    const third = two.road.live.follow<{ n: number }>('resume', { after: idle });
    expect((await third.next()).value).toMatchObject({ body: { n: 702 } });
  });
  let spare: TownRoad | null = null;
  const fresh = async (): Promise<TownRoad> => {
    if (!spare || spare.pool.ending) spare = await town.open({ name: 'alpha', url: database.urlOf('alpha') });
    return spare;
  };

  test('what is published while a reader catches up comes once', async () => {
    const alpha = await open();
    const token = alpha.road.live.follow('busy').token();
    let stop = false;
    const telling = (async () => {
      for (let n = 1; n <= 150; n++) {
        await tell(alpha, 'busy', n);
        alpha.road.ring();
        stop = n === 150;
      }
    })();
    const expected = Array.from({ length: 150 }, (_, index) => index + 1);
    const readers: DomainEvent<{ n: number }>[][] = [];
    while (!stop) {
      readers.push(collect(alpha.road.live.follow('busy', { after: token })));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await telling;
    alpha.road.ring();
    for (const events of readers) await until('everything', () => events.length >= 150);
    for (const events of readers) expect(seen(events)).toEqual(expected);
    expect(readers.length).toBeGreaterThan(3);
  });

  test('a forged token and a foreign key are answered with RESUME_TOO_OLD', async () => {
    const alpha = await open();
    const token = alpha.road.live.follow('x').token();
    const forged = alpha.road.live.follow('x', { after: `${token.slice(0, -2)}xx` });
    await expect(forged.next()).rejects.toMatchObject({ code: 'RESUME_TOO_OLD' });
    expect(await forged.next()).toEqual({ value: undefined, done: true });
  });
});
