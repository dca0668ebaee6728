import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { InboxProducer } from '#chassis/testing/producer';
import {
  COUNTED,
  countInto,
  layRoad,
  quick,
  reactionOn,
  RoadTown,
  tallyTable,
  until,
} from '#chassis/testing/road-town';

describe('an inbox', () => {
  let database: TestDatabase;
  let town: RoadTown;
  let failing = false;
  const open = () =>
    town.open({
      name: 'beta',
      url: database.urlOf('beta'),
      reactions: [
        reactionOn(COUNTED, (connection, event) =>
          failing ? Promise.reject(new Error('broken release')) : countInto(connection, event),
        ),
      ],
      pace: quick({ failures: 2, batch: 3 }),
    });

  beforeAll(async () => {
    database = await testDatabase(['beta']);
    const pool = new pg.Pool({ connectionString: database.urlOf('beta') });
    await layRoad(pool, tallyTable);
    await pool.end();
  });
  beforeEach(() => {
    failing = false;
    town = new RoadTown('local');
  });
  afterAll(() => database.drop());

  test('never leaves lying what arrives while a turn is about to commit, at two replicas', async () => {
    const [one, two] = [await open(), await open()];
    const from = new InboxProducer({
      deposit: (producer, events) => (events[0]!.sequence % 2 ? one : two).road.deposit(producer, events),
    });
    await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        for (let n = 1; n <= 100; n++) {
          await from.tell(COUNTED, id, { n });
          if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, n % 7));
        }
      }),
    );
    const tally = async () =>
      (
        await one.pool.query(
          `select id, total, last_sequence, disorder from tally where id in ('a', 'b', 'c') order by id`,
        )
      ).rows;
    await until('300 effects', async () => (await tally()).every((row) => row.total === 100));
    expect(await tally()).toEqual(['a', 'b', 'c'].map((id) => ({ id, total: 100, last_sequence: 100, disorder: 0 })));
    await until('nothing to look at', async () => (await one.pool.query('select from inbox_ready')).rowCount === 0);
    await town.close();
  });

  test('with hundreds of parked aggregates has nothing to look at, and the others go on', async () => {
    const beta = await open();
    const from = new InboxProducer(beta.road);
    failing = true;
    await beta.road.deposit(
      'alpha',
      Array.from({ length: 300 }, (_, n) => from.next(COUNTED, `parked-${n}`, { n })),
    );
    const parked = async () => (await beta.pool.query('select from inbox_stream where parked_at is not null')).rowCount;
    await until('300 parked', async () => (await parked()) === 300, 20_000);
    failing = false;
    await from.tell(COUNTED, 'parked-7', { n: 2 }); // arrives for a parked one: stays behind it
    await from.tell(COUNTED, 'healthy', { n: 1 });
    await until(
      'the healthy one',
      async () => (await beta.pool.query(`select from tally where id = 'healthy'`)).rowCount === 1,
    );
    await until('nothing to look at', async () => (await beta.pool.query('select from inbox_ready')).rowCount === 0);
    expect(await parked()).toBe(300);
    expect((await beta.pool.query(`select from tally where id like 'parked-%'`)).rowCount).toBe(0);
    await town.close();
  });

  test('refuses to take from one producer the events of another', async () => {
    const beta = await open();
    const event = new InboxProducer(beta.road).next(COUNTED, 'stolen', { n: 1 });
    await expect(beta.road.deposit('gamma', [event])).rejects.toThrow('gamma delivered an event of alpha');
    await town.close();
  });
});
