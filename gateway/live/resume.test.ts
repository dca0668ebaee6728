import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SubgraphCall } from '#chassis/mount/endpoint';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
const calls: SubgraphCall[] = [];
beforeAll(async () => {
  at = await opened();
  await until(async () => (await at.request('/health/ready')).status === 200);
  const { endpoint } = at.pair.games;
  const follow = endpoint.subscribe.bind(endpoint);
  endpoint.subscribe = async (call) => {
    calls.push(call);
    const source = (await follow(call)) as AsyncIterableIterator<object>;
    return (async function* () {
      yield { extensions: { position: 'start' } };
      for await (const event of source) yield { ...event, extensions: { position: `after ${calls.length}` } };
    })();
  };
});
afterEach(hangUp);
afterAll(() => at.stop());

const SCORED = 'subscription{scored{points}}';

test('a socket tells each position with its event, and hands the last one that a client has to the subgraph', async () => {
  const wire = await greeted(at, (await at.signIn()).token);
  wire.send({ id: '1', type: 'subscribe', payload: { query: SCORED, extensions: { after: 'where I was' } } });
  await until(() => at.pair.games.scored.size > 0);
  expect(calls.at(-1)!.after).toBe('where I was');
  at.pair.games.scored.publish({ scored: { points: 5 } });
  const event = { data: { scored: { points: 5 } }, extensions: { position: 'after 1' } };
  expect((await wire.first('1')).payload).toEqual(event); // what holds a position only is for those who ask
  wire.send({ id: '2', type: 'subscribe', payload: { query: SCORED, extensions: { positions: true } } });
  expect((await wire.first('2')).payload).toEqual({ extensions: { position: 'start' } });
});

test.each([
  ['a number', 7],
  ['an object', {}],
  ['10,000 characters', 'x'.repeat(10_000)],
])('what cannot be a position is refused: %s', async (_, after) => {
  const wire = await greeted(at, (await at.signIn()).token);
  wire.send({ id: '1', type: 'subscribe', payload: { query: SCORED, extensions: { after } } });
  expect((await wire.first('1', 'error')).payload[0].extensions.code).toBe('BAD_USER_INPUT');
});
