import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { InboxProducer } from '#chassis/testing/producer';
import { COUNTED, countInto, layRoad, reactionOn, RoadTown, tallyTable, until } from '#chassis/testing/road-town';
import { runEventsCommand, type EventsConsole } from './command.ts';
import { showParked } from './parked.ts';

describe('the operator at the event road', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let at: EventsConsole;
  const town = new RoadTown('local');

  beforeAll(async () => {
    database = await testDatabase(['alpha', 'beta']);
    for (const name of ['alpha', 'beta']) {
      const laying = new pg.Pool({ connectionString: database.urlOf(name) });
      await layRoad(laying, tallyTable);
      await laying.end();
    }
    pool = new pg.Pool({ connectionString: database.urlOf('beta') });
    at = { poolOf: () => pool, operator: 'ann' };
  });
  afterAll(async () => {
    await town.close();
    await pool.end();
    await database.drop();
  });

  const run = (...args: string[]) => runEventsCommand(args, at);

  test('sees what is parked, replays and skips it with a reason, and is told when there is nothing to do', async () => {
    let broken = true;
    const beta = await town.open({
      name: 'beta',
      url: database.urlOf('beta'),
      reactions: [
        reactionOn(COUNTED, (connection, event) =>
          broken ? Promise.reject(new Error('no room')) : countInto(connection, event),
        ),
      ],
    });
    const { aggregateId } = await new InboxProducer(beta.road).tell(COUNTED, 'a/b', { n: 1 });
    await until('parked', async () => (await showParked(pool)).length === 1);
    expect((await run('show', 'beta')).text).toContain(`alpha/thing/${aggregateId}`);
    expect((await run('show', 'beta')).text).toContain('no room');
    expect(await run('replay', 'beta', 'alpha/thing/a/b')).toMatchObject({ code: 2 }); // no reason given
    broken = false;
    expect(await run('replay', 'beta', 'alpha/thing/a/b', '--reason', 'room made')).toEqual({
      code: 0,
      text: 'done\n',
    });
    await until('done', async () => (await pool.query('select from tally where id = $1', ['a/b'])).rowCount === 1);
    expect(await run('skip', 'beta', 'alpha/thing/a/b', '--reason', 'again')).toMatchObject({ code: 1 });
    const { rows } = await pool.query('select operator, command, reason from road_audit');
    expect(rows).toEqual([{ operator: 'ann', command: 'replay', reason: 'room made' }]);
    await beta.stop();
  });

  test('sends a consumer everything again, which has no second effect, and forgets one that will not come back', async () => {
    const alpha = await town.open({ name: 'alpha', url: database.urlOf('alpha') });
    const beta = await town.open({
      name: 'beta',
      url: database.urlOf('beta'),
      reactions: [reactionOn(COUNTED, countInto)],
    });
    at = { ...at, poolOf: (name) => (name === 'alpha' ? alpha.pool : beta.pool) };
    for (const n of [1, 2, 3]) await alpha.producer.tell(COUNTED, 'again', { n });
    const total = async () => (await beta.pool.query(`select total from tally where id = 'again'`)).rows[0]?.total;
    await until('three', async () => (await total()) === 3);
    expect(await run('resend', 'alpha', 'beta', '--reason', 'restored')).toMatchObject({ code: 0 });
    await until('served again', async () => (await run('show', 'alpha')).text.includes('beta (thing): 0 waiting'));
    await alpha.producer.tell(COUNTED, 'again', { n: 4 });
    await until('four', async () => (await total()) === 4);
    expect(await run('unsubscribe', 'alpha', 'beta', '--reason', 'gone', '--operator', 'bob')).toMatchObject({
      code: 0,
    });
    expect((await run('show', 'alpha')).text).toContain('consumers\n  nothing');
    expect(await run('unsubscribe', 'alpha', 'beta', '--reason', 'gone')).toMatchObject({ code: 1 });
  });

  test.each([[[]], [['show']], [['dance', 'beta', 'x', '--reason', 'y']], [['skip', 'beta', 'x', '--reason', 'y']]])(
    'answers %j with how it is used',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringContaining('npm run events') });
    },
  );
});
