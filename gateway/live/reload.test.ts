import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SubgraphCall } from '#chassis/mount/endpoint';
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

test('the access of a new supergraph holds for open subscriptions at once: who may not have the next event never gets it', async () => {
  const stranger = await greeted(at);
  const member = await greeted(at, (await at.signIn()).token);
  for (const wire of [stranger, member]) wire.subscribe('1', 'subscription{ticks}');
  await until(() => at.pair.users.ticks.size > 0);
  at.pair.users.ticks.publish(1);
  for (const wire of [stranger, member]) expect((await wire.first('1')).payload).toEqual({ data: { ticks: 1 } });
  const closed = at.pair.supergraphSdl.replace(/ticks: Int @join__field\(graph: USERS\)/, '$& @authenticated');
  expect(closed).not.toBe(at.pair.supergraphSdl);
  at.door.replaceSupergraph(closed);
  at.pair.users.ticks.publish(2);
  await until(() => stranger.of('1', 'complete').length === 1);
  expect(stranger.of('1').at(-1)!.payload).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  await until(() => member.of('1').length === 2);
  expect(member.of('1')[1]!.payload).toEqual({ data: { ticks: 2 } });
});

test('a fresh token with other rights seals the upstream anew; one with the same rights does not', async () => {
  const calls: SubgraphCall[] = [];
  const { endpoint } = at.pair.games;
  const follow = endpoint.subscribe.bind(endpoint);
  endpoint.subscribe = (call) => {
    calls.push(call);
    return follow(call);
  };
  const session = await at.signIn();
  const wire = await greeted(at, session.token);
  wire.subscribe('1', 'subscription{scored{points}}');
  await until(() => at.pair.games.scored.size === 1);
  const renew = async (scope: string) => {
    const authorization = `Bearer ${await at.pair.users.token(session, { claims: { scope, auth_time: 1 } })}`;
    const before = wire.heard.length;
    wire.send({ type: 'ping', payload: { authorization } });
    await until(() => wire.heard.slice(before).some(({ type }) => type === 'pong'));
  };
  await renew('a.b');
  await until(() => calls.length === 2);
  await renew('a.b');
  await until(() => at.pair.games.scored.size === 1);
  at.pair.games.scored.publish({ scored: { points: 7 } });
  expect((await wire.first('1')).payload).toEqual({ data: { scored: { points: 7 } } });
  expect(calls.map(({ caller }) => caller.permissions)).toEqual([[], ['a.b']]);
});
