import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { LIVE_LIMITS, MAX_BODY_BYTES } from '../guard/limits.ts';
import { hangUpReaders, Reader } from '../testing/open-reader.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened({ origins: ['https://app.example'], metrics: true });
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(() => {
  hangUp();
  hangUpReaders();
});
afterAll(() => at.stop());

const follows = async () => until(() => at.pair.users.ticks.size > 0);

describe('an event stream', () => {
  test('serves graphql-sse: queries and mutations once, subscriptions until somebody ends them', async () => {
    const { token, userId } = await at.signIn();
    const client = createClient({
      url: new URL('/graphql', at.door.url).href,
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const all = async (query: string) => {
      const results = [];
      for await (const result of client.iterate({ query })) results.push(result);
      return results;
    };
    expect(await all('{who{kind userId}}')).toEqual([{ data: { who: { kind: 'user', userId } } }]);
    const renamed = client.iterate<{ renamed: unknown }>({ query: 'subscription{renamed{id name}}' });
    const first = renamed.next();
    await until(() => at.pair.users.renames.size > 0);
    expect(await all('mutation{rename(name:"Grace"){name}}')).toEqual([{ data: { rename: { name: 'Grace' } } }]);
    expect((await first).value).toEqual({ data: { renamed: { id: userId, name: 'Grace' } } });
    await renamed.return!();
    await until(() => at.pair.users.renames.size === 0);
  });

  test('carries events in order, open at once, and nothing on the way may keep or compress it', async () => {
    const reader = await Reader.open(at, 'subscription{ticks}', { headers: { origin: 'https://app.example' } });
    await follows();
    await until(() => reader.text === ':\n\n');
    for (let tick = 1; tick <= 20; tick++) at.pair.users.ticks.publish(tick);
    await until(() => reader.of('next').length === 20);
    expect(reader.of('next').map(({ data }) => data.data.ticks)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const { headers } = reader.response;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('x-request-id')).toBeTruthy();
    expect((await at.request('/metrics')).text).toMatch(/gateway_streams 1\n/);
    reader.hangUp();
    await until(() => at.pair.users.ticks.size === 0);
    await until(async () => /gateway_streams 0\n/.test((await at.request('/metrics')).text));
  });

  test('is served over GET as EventSource asks; a token in the URL is nobody’s', async () => {
    const { token } = await at.signIn();
    const search = { token, access_token: token, authorization: `Bearer ${token}` };
    const who = await Reader.open(at, '{who{kind}}', { method: 'GET', search });
    expect((await who.first()).data).toEqual({ data: { who: { kind: 'anonymous' } } });
    await who.first('complete');
    const live = await Reader.open(at, 'subscription{ticks}', { method: 'GET' });
    await follows();
    at.pair.users.ticks.publish(7);
    expect((await live.first()).data).toEqual({ data: { ticks: 7 } });
    const written = await Reader.open(at, 'mutation{signIn(name:"x")}', { method: 'GET' });
    expect((await written.first()).data.errors[0].extensions.code).toBe('METHOD_NOT_ALLOWED');
  });

  test('tells of an operation that is refused within the stream, where EventSource hears it', async () => {
    const reader = await Reader.open(at, 'subscription{scored{points}}');
    expect(reader.response.status).toBe(200);
    expect((await reader.first()).data.errors[0]).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
    });
    await reader.first('complete');
    await reader.ended();
  });

  test('an event carries what another subgraph knows of the same thing, and its faults are masked', async () => {
    const { token } = await at.signIn();
    const reader = await Reader.open(at, 'subscription{scored{points player{id name level}}}', { token });
    await until(() => at.pair.games.scored.size > 0);
    at.pair.games.scored.publish({ scored: { points: 5, player: { __typename: 'User', id: '1' } } });
    const player = { id: '1', name: 'Ada', level: 7 };
    expect((await reader.first()).data).toEqual({ data: { scored: { points: 5, player } } });
    const fault = await Reader.open(at, '{fault}');
    expect((await fault.first()).data.errors[0]).toMatchObject({ message: 'Internal server error', path: ['fault'] });
    expect(fault.text).not.toMatch(/select/);
  });
});

describe('what is not served as a stream', () => {
  const GET = { method: 'GET' } as const;
  test.each<[string, string, Parameters<typeof Reader.open>[2], number, string]>([
    ['a foreign page', 'subscription{ticks}', { headers: { origin: 'https://evil.example' } }, 403, 'FORBIDDEN'],
    [
      'a GET that a foreign page sends blindly',
      'subscription{ticks}',
      { ...GET, headers: { 'sec-fetch-site': 'cross-site' } },
      403,
      'FORBIDDEN',
    ],
    ['a token that is not good', 'subscription{ticks}', { token: 'a.b.c' }, 401, 'UNAUTHENTICATED'],
    ['a body that is too large', ' '.repeat(MAX_BODY_BYTES), {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['a form', 'subscription{ticks}', { headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a subscription for a client that reads deferred parts only',
      'subscription{ticks}',
      { headers: { accept: 'multipart/mixed;deferSpec=20220824' } },
      400,
      'BAD_REQUEST',
    ],
  ])('%s', async (_, query, options, status, code) => {
    const { response, text } = await Reader.open(at, query, options).then(async (reader) => {
      await reader.ended();
      return reader;
    });
    expect([response.status, JSON.parse(text).errors[0].extensions.code]).toEqual([status, code]);
    expect(at.pair.users.ticks.size).toBe(0);
  });

  test.each([
    [
      'a fragment bomb',
      `query{me{...F0}} ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on User{a${i}:me{...F${i + 1}} b${i}:me{...F${i + 1}}}`).join(' ')} fragment F30 on User{id}`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['somebody else’s field', '{users{id}}', 'FORBIDDEN'],
    [
      'two acts that move money',
      'mutation{a:pay(points:1){points} b:pay(points:2){points}}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('meets the same limits as the other roads: %s', async (_, query, code) => {
    const reader = await Reader.open(at, query, { token: (await at.signIn()).token });
    expect((await reader.first()).data.errors[0].extensions.code).toBe(code);
  });
});

describe('how much one user may hold open', () => {
  test('20 sockets and streams together', async () => {
    const { token } = await at.signIn();
    const half = LIVE_LIMITS.connectionsPerUser / 2;
    const sockets = await Promise.all(Array.from({ length: half }, () => greeted(at, token)));
    const open = (n: number) => Reader.open(at, `subscription{t${n}:ticks}`, { token }); // equal ones would be one upstream
    const streams = await Promise.all(Array.from({ length: half }, (_, n) => open(n)));
    await until(() => at.pair.users.ticks.size === half);
    const beyond = await open(half);
    expect(beyond.response.status).toBe(429);
    const socket = await greeted(at, token);
    await until(() => socket.closed?.code === 4429);
    streams[0]!.hangUp();
    await until(() => at.pair.users.ticks.size === half - 1);
    expect((await open(half)).response.status).toBe(200);
    expect(sockets.every(({ closed }) => closed === undefined)).toBe(true);
  });
});

describe('the end of', () => {
  const codeOf = (reader: Reader) => reader.of('next').at(-1)?.data.errors?.[0].extensions;

  test('a session ends its streams, and no others, with a last word', async () => {
    const ended = await at.signIn();
    const changed = await at.signIn();
    const open = (token: string) => Reader.open(at, 'subscription{ticks}', { token });
    const readers = [await open(ended.token), await open(changed.token)];
    const other = await open((await at.signIn()).token);
    await until(() => at.pair.users.ticks.size === 3);
    at.pair.users.revoke(ended.sessionId);
    at.pair.users.bump(changed.sessionId);
    await Promise.all(readers.map((reader) => reader.ended()));
    expect(readers.map(codeOf)).toMatchObject([
      { code: 'UNAUTHENTICATED' },
      { code: 'UNAUTHENTICATED', resumable: true },
    ]);
    expect(readers.every((reader) => reader.of('complete').length === 1)).toBe(true);
    await until(() => at.pair.users.ticks.size === 1);
    expect(other.over).toBe(false);
  });

  test('a token ends its stream', async () => {
    const { token } = await at.signIn({ expiresIn: 2 });
    const reader = await Reader.open(at, 'subscription{ticks}', { token });
    await reader.ended(20_000);
    expect(codeOf(reader)).toMatchObject({ code: 'UNAUTHENTICATED', resumable: true });
  });

  test('a client that leaves before the stream began leaves nothing behind', async () => {
    const { token } = await at.signIn();
    const leave = new AbortController();
    const body = JSON.stringify({ query: 'subscription{ticks}' });
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    };
    const gone = fetch(new URL('/graphql', at.door.url), { method: 'POST', headers, body, signal: leave.signal });
    leave.abort();
    await expect(gone).rejects.toThrow();
    await until(() => at.pair.users.ticks.size === 0);
    await until(async () => /gateway_streams 0\n/.test((await at.request('/metrics')).text));
  });

  test('the door lets every stream go, and tells each when to come back', async () => {
    const leaving = await opened();
    const readers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => Reader.open(leaving, `subscription{t${n}:ticks}`)),
    );
    await until(() => leaving.pair.users.ticks.size === 10);
    await leaving.stop();
    await Promise.all(readers.map((reader) => reader.ended()));
    const waits = readers.map((reader) => reader.events.at(-1)?.retry);
    expect(waits.every((wait) => wait !== undefined && wait >= 500 && wait <= 5_000)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect(readers.every((reader) => reader.of('complete').length === 0)).toBe(true);
  });
});
