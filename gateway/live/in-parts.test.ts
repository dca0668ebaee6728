import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { hangUpReaders, Reader } from '../testing/open-reader.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
let client: ApolloClient;
beforeAll(async () => {
  at = await opened();
  await until(async () => (await at.request('/health/ready')).status === 200);
  client = new ApolloClient({
    link: new HttpLink({ uri: new URL('/graphql', at.door.url).href }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
});
afterEach(() => {
  hangUp();
  hangUpReaders();
});
afterAll(async () => {
  client.stop();
  await at.stop();
});

const SCORES = '{ scores { points ... @defer(label: "who") { player { id name } } } }';
const WHOLE = { scores: [{ points: 3, player: { id: '1', name: 'Ada' } }] };
const ACCEPT = { accept: 'multipart/mixed;deferSpec=20220824,application/json' };

describe('@defer', () => {
  test('gives Apollo Client the first part first, and then everything', async () => {
    const states: unknown[] = [];
    const query = gql('query { open { title } ... @defer { slow } }');
    const subscription = client
      .watchQuery({ query })
      .subscribe(({ data, dataState }) => states.push([dataState, data]));
    await until(() => states.some((state) => (state as [string])[0] === 'complete'));
    subscription.unsubscribe();
    const first = { __typename: 'Query', open: { __typename: 'Public', title: 'open' } };
    expect(states.slice(-2)).toEqual([
      ['streaming', first],
      ['complete', { ...first, slow: 'done' }],
    ]);
  });

  test('is written as multipart, each part whole with the boundary behind it', async () => {
    const { response, text } = await Reader.open(at, SCORES, { headers: ACCEPT }).then(async (reader) => {
      await reader.ended();
      return reader;
    });
    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="graphql"; deferSpec=20220824');
    const parts = text.split('\r\n--graphql').map((part) => part.split('\r\n\r\n')[1]);
    expect(parts.filter(Boolean).map((part) => JSON.parse(part!))).toEqual([
      { data: { scores: [{ points: 3 }] }, hasNext: true },
      {
        incremental: [{ path: ['scores', 0], label: 'who', data: { player: { id: '1', name: 'Ada' } } }],
        hasNext: false,
      },
    ]);
    expect(text.endsWith('\r\n--graphql--\r\n')).toBe(true);
  });

  test('is one whole answer for JSON, for event streams and for sockets', async () => {
    expect((await at.ask(SCORES)).body).toEqual({ data: WHOLE });
    expect((await (await Reader.open(at, SCORES)).first()).data).toEqual({ data: WHOLE });
    const wire = await greeted(at);
    wire.subscribe('1', SCORES);
    expect((await wire.first('1')).payload).toEqual({ data: WHOLE });
  });

  test('that defers nothing is one JSON answer', async () => {
    const reader = await Reader.open(at, '{ scores { points ... @defer(if: false) { player { id } } } }', {
      headers: ACCEPT,
    });
    await reader.ended();
    expect(reader.response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(JSON.parse(reader.text)).toEqual({ data: { scores: [{ points: 3, player: { id: '1' } }] } });
  });

  test('hides nothing from access: a deferred field that may not be asked refuses everything before it begins', async () => {
    const reader = await Reader.open(at, '{ scores { points player { id ... @defer { email } } } }', {
      headers: ACCEPT,
    });
    await reader.ended();
    expect([reader.response.status, JSON.parse(reader.text).errors[0].extensions.code]).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  test('hides nothing from the limits', async () => {
    const many = 'points '.repeat(501);
    const reader = await Reader.open(at, `{ scores { ... @defer { ${many} } } }`, { headers: ACCEPT });
    await reader.ended();
    expect(JSON.parse(reader.text).errors[0].extensions.limit).toBe('selections');
  });

  test('masks the faults of its parts', async () => {
    const reader = await Reader.open(at, '{ open { title } ... @defer { fault } }', { headers: ACCEPT });
    await reader.ended();
    expect(reader.text).toMatch(/"path":\["fault"\],"extensions":\{"code":"INTERNAL_SERVER_ERROR"/);
    expect(reader.text).not.toMatch(/select/);
  });

  test.each([
    ['in a subscription', 'subscription { scored { points ... @defer { player { id } } } }'],
    [
      'in a fragment of a subscription',
      'subscription { scored { ...F } } fragment F on Score { ... @defer { points } }',
    ],
    ['at the root of a mutation', 'mutation { ... @defer { pay(points: 1) { points } } }'],
    [
      'twice under one label',
      '{ scores { ... @defer(label: "a") { points } ... @defer(label: "a") { player { id } } } }',
    ],
    ['under a label in a variable', 'query($l: String) { scores { ... @defer(label: $l) { points } } }'],
  ])('is refused %s', async (_, query) => {
    const { token } = await at.signIn();
    for (const headers of [{}, ACCEPT]) {
      const { status, body } = await at.ask(query, { token, headers });
      expect([status === 200 || status === 400, body.errors[0].extensions.code]).toEqual([
        true,
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    }
    expect(at.pair.games.paid).toEqual([]);
  });

  test('that nobody waits for any more gives its place back', async () => {
    const few = await opened({ admission: { places: 1, placesPerCaller: 1, loopDelayMs: 60_000 } });
    try {
      const leaving = await Reader.open(few, '{ open { title } ... @defer { slow } }', { headers: ACCEPT });
      await until(() => leaving.text.includes('"hasNext":true'));
      expect((await few.ask('{ open { title } }')).status).toBe(503);
      leaving.hangUp();
      await until(async () => (await few.ask('{ open { title } }')).status === 200);
    } finally {
      await few.stop();
    }
  });
});
