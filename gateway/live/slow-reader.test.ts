import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened();
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(hangUp);
afterAll(() => at.stop());

/** Far more than the buffers of any system take for a socket that nobody reads. */
const MAX_EVENTS = 2_000;
/** As many as the other reader's queue holds. */
const AT_ONCE = 20;
const TEXT = 'x'.repeat(40_000);

test('a socket that is not read is cut off with SLOW_READER and holds no more than its queue; others miss nothing', async () => {
  const slow = await greeted(at, (await at.signIn()).token);
  const quick = await greeted(at, (await at.signIn()).token);
  for (const wire of [slow, quick]) wire.subscribe('1', 'subscription{renamed{id name}}');
  await until(() => at.pair.users.renames.size === 2);
  slow.socket.pause();
  let told = 0;
  while (at.pair.users.renames.size === 2 && told < MAX_EVENTS) {
    for (let n = 0; n < AT_ONCE; n++) {
      at.pair.users.renames.publish({ renamed: { __typename: 'User', id: String(++told), name: TEXT } });
    }
    await until(() => quick.of('1').length === told, 30_000);
  }
  expect(at.pair.users.renames.size).toBe(1); // its upstream was left: nothing more is kept for it
  expect(quick.of('1').map(({ payload }) => Number(payload.data.renamed.id))).toEqual(
    Array.from({ length: told }, (_, n) => n + 1),
  );
  slow.socket.resume();
  await until(() => slow.of('1', 'complete').length === 1, 30_000);
  const events = slow.of('1').map(({ payload }) => payload);
  expect(events.at(-1)).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'SLOW_READER', resumable: true } }],
  });
  const ids = events.slice(0, -1).map(({ data }) => Number(data.renamed.id));
  expect(ids).toEqual(ids.map((_, n) => n + 1)); // what it got came in order, without a hole
  expect(ids.length).toBeLessThan(told);
}, 90_000);
