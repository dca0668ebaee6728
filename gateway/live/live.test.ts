import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { SOCKET_LIMITS } from '../guard/limits.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { dial, greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened({ origins: ['https://app.example'] });
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(hangUp);
afterAll(() => at.stop());

describe('a socket', () => {
  test('carries queries, mutations and live events of whoever signed in at connection_init', async () => {
    const { token, userId } = await at.signIn();
    const wire = await greeted(at, token);
    wire.subscribe('who', '{who{kind userId}}');
    expect((await wire.first('who')).payload).toEqual({ data: { who: { kind: 'user', userId } } });
    await wire.first('who', 'complete');
    wire.subscribe('live', 'subscription{renamed{id name}}');
    await until(() => at.pair.users.renames.size > 0);
    wire.subscribe('change', 'mutation{rename(name:"Grace"){name}}');
    expect((await wire.first('live')).payload).toEqual({ data: { renamed: { id: userId, name: 'Grace' } } });
    wire.send({ id: 'live', type: 'complete' });
    await until(() => at.pair.users.renames.size === 0);
  });

  test('without a token has what needs no sign-in, and nothing else', async () => {
    const wire = await greeted(at);
    wire.subscribe('open', 'subscription{ticks}');
    await until(() => at.pair.users.ticks.size > 0);
    at.pair.users.ticks.publish(1);
    expect((await wire.first('open')).payload).toEqual({ data: { ticks: 1 } });
    wire.subscribe('closed', 'subscription{scored{points}}');
    expect((await wire.first('closed', 'error')).payload[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test.each([
    [
      'a fragment bomb',
      `query{me{...F0}} ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on User{a${i}:me{...F${i + 1}} b${i}:me{...F${i + 1}}}`).join(' ')} fragment F30 on User{id}`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['an unknown field', '{nothing}', 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['somebody else’s field', '{users{id}}', 'FORBIDDEN'],
  ])('meets the same limits as HTTP: %s', async (_, query, code) => {
    const wire = await greeted(at, (await at.signIn()).token);
    wire.subscribe('1', query);
    const [error] = (await wire.first('1', 'error')).payload;
    expect(error.extensions).toMatchObject({ code, requestId: expect.any(String) });
  });

  test('masks faults as HTTP does', async () => {
    const wire = await greeted(at);
    wire.subscribe('1', '{fault}');
    const { payload } = await wire.first('1');
    expect(payload.errors[0]).toMatchObject({ message: 'Internal server error', path: ['fault'] });
    expect(JSON.stringify(payload)).not.toMatch(/select/);
  });

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['another path', { path: '/other' }, 404],
  ])('is refused before it opens: %s', async (_, options, status) => {
    const wire = dial(at, options);
    await until(() => wire.status === status);
  });

  test('of an allowed page opens; the retired protocol does not', async () => {
    const allowed = dial(at, { origin: 'https://app.example' });
    await until(() => allowed.socket.readyState === WebSocket.OPEN);
    const retired = dial(at, { protocol: 'graphql-ws' });
    await until(() => retired.socket.readyState >= WebSocket.CLOSING);
  });

  test('with a token that is not good is closed', async () => {
    const wire = await greeted(at, `${(await at.signIn()).token.slice(0, -4)}AAAA`);
    await until(() => wire.closed?.code === 4403);
  });

  test('that never says who it is is closed after 3 s, one that sends too long a frame at once', async () => {
    const silent = dial(at);
    const loud = await greeted(at);
    loud.send({ type: 'ping', payload: { text: 'x'.repeat(SOCKET_LIMITS.frameBytes) } });
    await until(() => loud.closed?.code === 1009);
    const deep = await greeted(at);
    deep.socket.send(`{"type":"ping","payload":{"x":${'['.repeat(1_000)}${']'.repeat(1_000)}}}`);
    await until(() => deep.closed?.code === 4400);
    await until(() => silent.closed?.code === 4408);
  });
});

test('an event carries what another subgraph knows of the same thing', async () => {
  const wire = await greeted(at, (await at.signIn()).token);
  wire.subscribe('1', 'subscription{scored{points player{id name email level}}}');
  await until(() => at.pair.games.scored.size > 0);
  at.pair.games.scored.publish({ scored: { points: 5, player: { __typename: 'User', id: '1' } } });
  const player = { id: '1', name: 'Ada', email: 'ada@example.org', level: 7 };
  expect((await wire.first('1')).payload).toEqual({ data: { scored: { points: 5, player } } });
});

describe('the end of a session', () => {
  test('closes its sockets, and no others, within 5 s', async () => {
    const ended = await at.signIn();
    const changed = await at.signIn();
    const other = await greeted(at, (await at.signIn()).token);
    const wires = [await greeted(at, ended.token), await greeted(at, ended.token), await greeted(at, changed.token)];
    const start = performance.now();
    at.pair.users.revoke(ended.sessionId);
    at.pair.users.bump(changed.sessionId);
    await until(() => wires.every(({ closed }) => closed !== undefined));
    expect(wires.map(({ closed }) => closed!.code)).toEqual([4401, 4401, 4403]);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(other.closed).toBeUndefined();
    const again = await greeted(at, ended.token);
    await until(() => again.closed?.code === 4403);
  });

  test('is noticed although the stream of changes is silent', async () => {
    const silent = await opened();
    try {
      const session = await silent.signIn();
      const wire = await greeted(silent, session.token);
      silent.pair.users.outage.silent = true;
      silent.pair.users.revoke(session.sessionId);
      await until(() => wire.closed?.code === 4401, 5_500); // 5 s, and half of one for a busy machine
    } finally {
      await silent.stop();
    }
  });
});

describe('the end of a token', () => {
  test('closes the socket, unless a ping brings a fresh one of the same session', async () => {
    const session = await at.signIn({ expiresIn: 4 });
    const left = await greeted(at, session.token);
    const kept = await greeted(at, session.token);
    const fresh = await at.pair.users.token(session);
    kept.send({ type: 'ping', payload: { authorization: `Bearer ${fresh}` } });
    await until(() => kept.heard.some(({ type }) => type === 'pong'));
    await until(() => left.closed?.code === 4403, 10_000);
    expect(kept.closed).toBeUndefined();
    kept.subscribe('1', '{me{id}}');
    expect((await kept.first('1')).payload.data.me.id).toBe(session.userId);
  });

  test('a ping with the token of another session closes', async () => {
    const wire = await greeted(at, (await at.signIn()).token);
    wire.send({ type: 'ping', payload: { authorization: `Bearer ${(await at.signIn()).token}` } });
    await until(() => wire.closed?.code === 4403);
  });

  test('rights that a fresh token no longer has end the subscription at its next event', async () => {
    const session = await at.signIn({ claims: { scope: 'hidden.read' } });
    const wire = await greeted(at, session.token);
    wire.subscribe('1', 'subscription($all:Boolean!){renamed{id secret:email @include(if:$all)}}', { all: true });
    await until(() => at.pair.users.renames.size > 0);
    at.pair.users.renames.publish({ renamed: { __typename: 'User', id: '1', email: 'a@b' } });
    await wire.first('1');
    at.pair.users.bump(session.sessionId);
    await until(() => wire.closed !== undefined);
    await until(() => at.pair.users.renames.size === 0);
  });
});
