import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { InboxProducer } from '#chassis/testing/producer';
import {
  COUNTED,
  countInto,
  IGNORED,
  layRoad,
  quick,
  reactionOn,
  RoadTown,
  tallyTable,
  until,
  type TownRoad,
} from '#chassis/testing/road-town';
import { replayParked, showParked, skipParked } from './parked.ts';

describe.each(['local', 'http'] as const)('the road over the %s bus', (kind) => {
  let producers: TestDatabase;
  let consumers: TestDatabase;
  let town: RoadTown;

  beforeAll(async () => {
    const prepare = async (database: Pick<TestDatabase, 'urlOf'>): Promise<void> => {
      for (const name of ['alpha', 'beta', 'gamma']) {
        const pool = new pg.Pool({ connectionString: database.urlOf(name) });
        await layRoad(pool, tallyTable);
        await pool.end();
      }
    };
    const options = { variant: 'road', prepare };
    producers = await testDatabase(['alpha', 'beta', 'gamma'], options);
    consumers = await testDatabase(['alpha', 'beta', 'gamma'], options);
    town = new RoadTown(kind);
  });
  afterEach(() => town.close());
  afterAll(async () => {
    await producers.drop();
    await consumers.drop();
  });

  const openAlpha = () => town.open({ name: 'alpha', url: producers.urlOf('alpha') });
  const openBeta = (work = countInto, pace = quick()) =>
    town.open({ name: 'beta', url: consumers.urlOf('beta'), reactions: [reactionOn(COUNTED, work)], pace });
  const tallyOf = async (road: TownRoad, id: string) =>
    (await road.pool.query('select total, last_sequence, disorder from tally where id = $1', [id])).rows[0];
  const counted = (road: TownRoad, id: string, total: number) =>
    until(`${total} of ${id}`, async () => (await tallyOf(road, id).catch(() => undefined))?.total === total);

  test('loses nothing, doubles nothing and keeps the order, with rollbacks between and uninteresting events among them', async () => {
    const alpha = await openAlpha();
    const beta = await openBeta();
    const ids = Array.from({ length: 10 }, (_, index) => `many-${kind}-${index}`);
    const made = new Map<string, number>();
    await Promise.all(
      Array.from({ length: 6 }, async (_, worker) => {
        for (let n = 0; n < 50; n++) {
          const id = ids[(worker * 7 + n * 3) % ids.length]!;
          if (n % 10 === 9) {
            const fault = alpha.producer.tell(COUNTED, id, { n }, () => Promise.reject(new Error('changed my mind')));
            await expect(fault).rejects.toThrow('changed my mind');
          } else if (n % 10 === 5) {
            await alpha.producer.tell(IGNORED, id, { n });
          } else {
            await alpha.producer.tell(COUNTED, id, { n });
            made.set(id, (made.get(id) ?? 0) + 1);
          }
          alpha.road.ring();
        }
      }),
    );
    for (const [id, total] of made) await counted(beta, id, total);
    const { rows } = await beta.pool.query(
      `select sum(disorder)::integer as disorder from tally where id like 'many-${kind}%'`,
    );
    expect(rows[0].disorder).toBe(0);
    const gaps = await alpha.pool.query(
      `select 1 from outbox_stream s where last_sequence <> (select count(*) from outbox o where o.aggregate_id = s.aggregate_id)`,
    );
    expect(gaps.rowCount).toBe(0);
  });

  test('a fact told while the consumer is away waits for it, and one told before it ever came is delivered too', async () => {
    const alpha = await openAlpha();
    const id = `away-${kind}`;
    await alpha.producer.tell(COUNTED, id, { n: 1 });
    const beta = await openBeta();
    await counted(beta, id, 1);
    await beta.stop();
    await alpha.producer.tell(COUNTED, id, { n: 2 });
    alpha.road.ring();
    await counted(await openBeta(), id, 2);
  });

  test('a consumer that is down delays no other', async () => {
    const alpha = await openAlpha();
    const beta = await openBeta();
    await alpha.road.accept({ consumer: 'nobody', aggregates: ['thing'] });
    const id = `others-${kind}`;
    await alpha.producer.tell(COUNTED, id, { n: 1 });
    alpha.road.ring();
    await counted(beta, id, 1);
    await alpha.pool.query(`delete from outbox_subscription where consumer = 'nobody'`);
  });

  test('two consumers each get every event, and a reaction to an own event needs no network', async () => {
    const alpha = await town.open({
      name: 'alpha',
      url: producers.urlOf('alpha'),
      reactions: [reactionOn(COUNTED, countInto)],
    });
    const [beta, gamma] = [
      await openBeta(),
      await town.open({ name: 'gamma', url: consumers.urlOf('gamma'), reactions: [reactionOn(COUNTED, countInto)] }),
    ];
    const id = `everyone-${kind}`;
    await alpha.producer.tell(COUNTED, id, { n: 1 });
    alpha.road.ring();
    for (const road of [alpha, beta, gamma]) await counted(road, id, 1);
    await alpha.pool.query(`delete from outbox_subscription where consumer in ('alpha', 'gamma')`);
  });

  test('200 concurrent deliveries of one event have one effect', async () => {
    const beta = await openBeta();
    const event = new InboxProducer(beta.road).next(COUNTED, `same-${kind}`, { n: 1 });
    await Promise.all(Array.from({ length: 200 }, () => beta.road.deposit('alpha', [event])));
    await counted(beta, event.aggregateId, 1);
    await beta.road.deposit('alpha', [event]);
    const next = { ...event, id: crypto.randomUUID(), sequence: 2 };
    await beta.road.deposit('alpha', [next]);
    await counted(beta, event.aggregateId, 2);
  });

  test('an early event waits for the one before it; a consumer that joins late starts with the first that it sees', async () => {
    const beta = await openBeta();
    const from = new InboxProducer(beta.road);
    const id = `early-${kind}`;
    const events = Array.from({ length: 5 }, (_, index) => from.next(COUNTED, id, { n: index + 1 }));
    await beta.road.deposit('alpha', [events[2]!]); // joined at 3
    await counted(beta, id, 1);
    await beta.road.deposit('alpha', [events[4]!, events[0]!]); // 5 waits for 4, 1 is from before
    await until('5 is stored', async () => {
      const { rowCount } = await beta.pool.query('select from inbox where aggregate_id = $1 and sequence = 5', [id]);
      return rowCount === 1;
    });
    expect(await tallyOf(beta, id)).toMatchObject({ total: 1, last_sequence: 3 });
    await beta.road.deposit('alpha', [events[3]!]);
    await counted(beta, id, 3);
    expect(await tallyOf(beta, id)).toMatchObject({ last_sequence: 5 });
  });

  test('eight failures park one aggregate and nothing else; replay and skip go on from there and are audited', async () => {
    let broken = true;
    const attempts: number[] = [];
    const bad = `bad-${kind}`;
    const beta = await openBeta(async (connection, event) => {
      await countInto(connection, event); // rolled back with the throw
      if (event.aggregateId !== bad || !broken || event.sequence !== 2) return;
      attempts.push(event.sequence);
      throw new Error('cannot');
    });
    const alpha = await openAlpha();
    for (const n of [1, 2, 3]) await alpha.producer.tell(COUNTED, bad, { n });
    await alpha.producer.tell(COUNTED, `good-${kind}`, { n: 1 });
    alpha.road.ring();
    await counted(beta, `good-${kind}`, 1);
    await until('parked', async () => (await showParked(beta.pool)).length === 1);
    expect((await showParked(beta.pool))[0]).toMatchObject({
      aggregateId: bad,
      sequence: 2,
      error: 'cannot',
      waiting: 2,
    });
    expect(await tallyOf(beta, bad)).toMatchObject({ total: 1, last_sequence: 1 });
    const firstRound = attempts.length;
    expect(firstRound).toBeGreaterThanOrEqual(8); // and perhaps one in a batch with the event before it
    expect(firstRound).toBeLessThanOrEqual(9);

    const command = {
      producer: 'alpha',
      aggregate: 'thing',
      aggregateId: bad,
      operator: 'ops@test',
      reason: 'try again',
    };
    await expect(replayParked(beta.pool, { ...command, reason: ' ' })).rejects.toThrow('reason');
    expect(await replayParked(beta.pool, command)).toBe(true);
    await until(
      'parked again',
      async () => attempts.length === firstRound + 8 && (await showParked(beta.pool)).length === 1,
    );
    expect(await skipParked(beta.pool, { ...command, reason: 'known bad' })).toBe(true);
    await counted(beta, bad, 2);
    expect(await tallyOf(beta, bad)).toMatchObject({ last_sequence: 3 });
    expect(await skipParked(beta.pool, command)).toBe(false); // nothing parked: nothing skipped
    const { rows } = await beta.pool.query(
      `select operator, command, reason, target->>'sequence' as sequence from road_audit order by id desc limit 2`,
    );
    expect(rows.map((row) => row.command)).toEqual(['skip', 'replay']);
    expect(rows[0]).toMatchObject({ operator: 'ops@test', reason: 'known bad', sequence: '2' });
    broken = false;
  });

  test('every connection ended by the server is made again, and nothing is lost', async () => {
    const [alpha, beta] = [await openAlpha(), await openBeta()];
    const id = `restart-${kind}`;
    await alpha.producer.tell(COUNTED, id, { n: 1 });
    await counted(beta, id, 1);
    for (const database of [producers, consumers]) {
      const admin = new pg.Client({ connectionString: database.superuserUrl });
      await admin.connect();
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
      await admin.end();
    }
    await until('a connection', () => alpha.producer.tell(COUNTED, id, { n: 2 }).then(Boolean, () => false));
    await counted(beta, id, 2);
  });

  test('a fact of a heard type in an unknown version is parked, not dropped', async () => {
    const beta = await openBeta();
    const event = { ...new InboxProducer(beta.road).next(COUNTED, `version-${kind}`, { n: 1 }), version: 2 };
    await beta.road.deposit('alpha', [event]);
    await until('parked', async () =>
      (await showParked(beta.pool)).some((parked) => parked.aggregateId === `version-${kind}`),
    );
    await beta.pool.query(`delete from inbox_stream where aggregate_id = $1`, [event.aggregateId]);
  });

  test('of two replicas one relays; when it stops the other goes on', async () => {
    const first = await openAlpha();
    const second = await openAlpha();
    const beta = await openBeta();
    const locks = async () =>
      (
        await first.pool.query(
          `select count(*)::integer as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
        )
      ).rows[0].n;
    await until('one lock', async () => (await locks()) === 1);
    await first.stop();
    await second.producer.tell(COUNTED, `replica-${kind}`, { n: 1 });
    second.road.ring();
    await counted(beta, `replica-${kind}`, 1);
  });
});
