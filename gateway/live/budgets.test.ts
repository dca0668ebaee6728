import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { LIVE_LIMITS, RATE_LIMITS, SOCKET_LIMITS } from '../guard/limits.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened();
});
afterEach(hangUp);
afterAll(() => at.stop());

describe('how much one client may hold', () => {
  test('20 sockets a user', async () => {
    const { token } = await at.signIn();
    const held = await Promise.all(Array.from({ length: LIVE_LIMITS.connectionsPerUser }, () => greeted(at, token)));
    const beyond = await greeted(at, token);
    await until(() => beyond.closed?.code === 4429);
    held[0]!.socket.close();
    await until(() => held[0]!.closed !== undefined);
    expect((await greeted(at, token)).closed).toBeUndefined();
    expect(held.slice(1).every(({ closed }) => closed === undefined)).toBe(true);
  });

  test('50 operations a socket', async () => {
    const wire = await greeted(at);
    const max = SOCKET_LIMITS.subscriptionsPerSocket;
    for (let i = 0; i <= max; i++) wire.subscribe(String(i), `subscription{t${i}:ticks}`);
    expect((await wire.first(String(max), 'error')).payload[0].extensions.code).toBe('RATE_LIMITED');
    await until(() => at.pair.users.ticks.size === max);
  });

  test('the production limits of requests, selections and mutations, on HTTP and socket from one budget', async () => {
    const strict = await opened({ rates: { ...RATE_LIMITS, anonymousPerMinute: 5, mutationsPerMinute: 6 } });
    try {
      for (let i = 0; i < 5; i++) expect((await strict.ask('{open{title}}')).status).toBe(200);
      const limited = await strict.ask('{open{title}}');
      expect(limited.status).toBe(429);
      expect(limited.body.errors[0].extensions).toMatchObject({
        code: 'RATE_LIMITED',
        limit: 'anonymous',
        retryAfter: expect.any(Number),
      });
      expect(limited.headers.get('retry-after')).toMatch(/^\d+$/);

      const { token } = await strict.signIn();
      const renames = (n: number) =>
        `mutation{${Array.from({ length: n }, (_, i) => `r${i}:rename(name:"x"){id}`).join(' ')}}`;
      expect((await strict.ask(renames(5), { token })).status).toBe(200);
      const wire = await greeted(strict, token);
      wire.subscribe('1', renames(2));
      expect((await wire.first('1', 'error')).payload[0].extensions).toMatchObject({
        code: 'RATE_LIMITED',
        limit: 'mutations',
      });

      const dear = 'query($n:Int!){history(first:$n){edges{node{points}}}}';
      const { token: other } = await strict.signIn();
      const page = (n: number) => strict.ask(dear, { token: other, variables: { n } });
      expect((await page(5_999)).status).toBe(200); // estimated, and then charged for the two rows that there are
      expect((await page(5_999)).status).toBe(429);
      expect((await page(5_000)).status).toBe(200);
      const beyond = await page(6_001);
      expect([beyond.status, beyond.body.errors[0].extensions]).toMatchObject([400, { limit: 'cost', max: 6_000 }]);
      const socket = await greeted(strict, other);
      socket.subscribe('2', dear, { n: 5_999 });
      expect((await socket.first('2', 'error')).payload[0].extensions).toMatchObject({
        code: 'RATE_LIMITED',
        limit: 'cost',
      });
    } finally {
      await strict.stop();
    }
  });
});

test('a door that stops says goodbye to every socket', async () => {
  const leaving = await opened();
  const wire = await greeted(leaving);
  await leaving.stop();
  await until(() => wire.closed?.code === 1001);
});
