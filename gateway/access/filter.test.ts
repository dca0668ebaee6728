import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hangUpReaders, Reader } from '../testing/open-reader.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened({ accessMode: 'filter' });
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(() => {
  hangUp();
  hangUpReaders();
});
afterAll(() => at.stop());

const SUBSCRIPTION = 'subscription{scored{points bonus}}';
const FILTERED = {
  data: { scored: { points: 5, bonus: null } },
  errors: [{ path: ['scored', 'bonus'], message: 'You may not use Score.bonus.', extensions: { code: 'FORBIDDEN' } }],
};

describe('a door that filters', () => {
  test('answers a query with nulls and why, where another would refuse it', async () => {
    const { status, body } = await at.ask('{me{id} scores{points bonus player{email level}}}');
    expect(status).toBe(200);
    expect(body.data).toEqual({ me: null, scores: [{ points: 3, bonus: null, player: { email: null, level: 7 } }] });
    const told = body.errors.map(({ path, extensions }: { path: string[]; extensions: { code: string } }) => [
      path.join('.'),
      extensions.code,
    ]);
    expect(told).toEqual([
      ['me', 'UNAUTHENTICATED'],
      ['scores.0.bonus', 'UNAUTHENTICATED'],
      ['scores.0.player.email', 'UNAUTHENTICATED'],
    ]);
  });

  test('refuses a mutation as a whole, on every road', async () => {
    const mutation = 'mutation{signIn(name:"x") rename(name:"x"){id}}';
    const { status, body } = await at.ask(mutation);
    expect([status, body.data, body.errors[0].path]).toEqual([401, undefined, ['rename']]);
    const wire = await greeted(at);
    wire.subscribe('m', mutation);
    expect((await wire.first('m', 'error')).payload).toMatchObject([{ path: ['rename'] }]);
  });

  test('filters every event, over a WebSocket as over server-sent events', async () => {
    const { token } = await at.signIn();
    const wire = await greeted(at, token);
    wire.subscribe('s', SUBSCRIPTION);
    const reader = await Reader.open(at, SUBSCRIPTION, { headers: { authorization: `Bearer ${token}` } });
    await until(() => at.pair.games.scored.size > 0);
    const heard = () => wire.of('s').length > 0 && reader.of('next').length > 0;
    await until(() => {
      at.pair.games.scored.publish({ scored: { points: 5, bonus: 1 } });
      return heard();
    });
    expect(wire.of('s')[0]!.payload).toMatchObject(FILTERED);
    expect(reader.of('next')[0]!.data).toMatchObject(FILTERED);
  });

  test('refuses a subscription of which nothing would be left', async () => {
    const wire = await greeted(at);
    wire.subscribe('s', SUBSCRIPTION);
    expect((await wire.first('s', 'error')).payload[0]).toMatchObject({
      path: ['scored'],
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });
});
