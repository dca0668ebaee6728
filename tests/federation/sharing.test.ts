import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { SubgraphCall } from '#chassis/mount/endpoint';
import { httpEndpoint, type HttpEndpoint, type HttpEndpointOptions } from '#gateway/graph/transport/http';

/** A subgraph that answers when it is told to, and says how often it was asked. */
describe('equal reads that are under way at the same time', () => {
  let server: Server;
  const open: HttpEndpoint[] = [];
  const waiting: { body: string; response: ServerResponse; left: boolean }[] = [];
  const reach = (more: Partial<HttpEndpointOptions> = {}): HttpEndpoint => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const endpoint = httpEndpoint({ name: 'x', url, sealKey: { id: 'k1', secret: Buffer.alloc(32, 1) }, ...more });
    open.push(endpoint);
    return endpoint;
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const visit = { body: Buffer.concat(chunks).toString(), response, left: false };
        response.on('close', () => (visit.left = !response.writableFinished));
        waiting.push(visit);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const endpoint of open) await endpoint.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => void (waiting.length = 0));

  const ADA: Caller = { ...ANONYMOUS, kind: 'user', userId: 'ada', sessionId: 's1', deadline: Date.now() + 3_600_000 };
  let serial = 0;
  /** As the gateway makes them: each request has an id and a nonce of its own. */
  const read = (changes: Partial<SubgraphCall> = {}, who: Partial<Caller> = {}): SubgraphCall => ({
    query: '{ a { b } }',
    variables: { id: 1 },
    isRead: true,
    caller: { ...ADA, requestId: `r${++serial}`, nonce: `n${serial}`, ...who },
    ...changes,
  });
  const arrived = (count: number) => until(() => waiting.length >= count);
  const answer = (index: number, body: object = { data: { a: { b: index } } }) =>
    waiting[index]!.response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  test('are one request, and each gets objects of its own', async () => {
    const endpoint = reach();
    const calls = [read(), read(), read()].map((call) => endpoint.execute(call));
    await arrived(1);
    answer(0);
    const results = await Promise.all(calls);
    expect(results).toEqual(Array(3).fill({ data: { a: { b: 0 } } }));
    (results[0]!.data!['a'] as { b: number }).b = 99;
    expect(results[1]!.data).toEqual({ a: { b: 0 } });
    expect(waiting).toHaveLength(1);
  });

  test('are asked for again once the answer is there: nothing is remembered', async () => {
    const endpoint = reach();
    for (const turn of [0, 1]) {
      const call = endpoint.execute(read());
      await arrived(turn + 1);
      answer(turn);
      expect(await call).toEqual({ data: { a: { b: turn } } });
    }
  });

  const OTHER: [string, SubgraphCall][] = [
    ['another user', read({}, { userId: 'bob' })],
    ['another session', read({}, { sessionId: 's2' })],
    ['other permissions', read({}, { permissions: ['admin'] })],
    ['other roles', read({}, { roles: ['FOUNDER'] })],
    ['another sign-in', read({}, { freshAuthAt: 1 })],
    ['nobody', read({}, { kind: 'anonymous', userId: null, sessionId: null })],
    ['another address', read({}, { ip: '10.0.0.9' })],
    ['another client', read({}, { userAgent: 'curl' })],
    ['another language', read({}, { headers: { 'accept-language': 'de' } })],
    ['yet another', read({}, { headers: { 'accept-language': 'fr' } })],
    ['other variables', read({ variables: { id: 2 } })],
    ['a text where a number was', read({ variables: { id: '1' } })],
    ['another document', read({ query: '{ a { c } }' })],
    ['another operation of it', read({ operationName: 'B' })],
    ['something that a call may carry one day', { ...read(), tenant: 'acme' } as SubgraphCall],
    ['what is not known to be a read', read({ isRead: false })],
  ];
  test('are never those of anybody or anything else', async () => {
    const endpoint = reach();
    const first = endpoint.execute(read());
    for (const [index, [what, call]] of OTHER.entries()) {
      void endpoint.execute(call).catch(() => undefined);
      await arrived(index + 2);
      expect({ what, asked: waiting.length }).toEqual({ what, asked: index + 2 });
    }
    waiting.forEach((_, index) => answer(index));
    expect(await first).toEqual({ data: { a: { b: 0 } } });
  });

  test('go on when one of those who wait for them leaves, and end with the last', async () => {
    const endpoint = reach();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = endpoint.execute(read({ signal: one.signal }));
    const second = endpoint.execute(read({ signal: two.signal }));
    await arrived(1);
    one.abort(new Error('first left'));
    await expect(first).rejects.toThrow('first left');
    expect(waiting[0]!.left).toBe(false);
    two.abort(new Error('second left'));
    await expect(second).rejects.toThrow('second left');
    await until(() => waiting[0]!.left);
    const third = endpoint.execute(read());
    await arrived(2);
    answer(1);
    expect(await third).toEqual({ data: { a: { b: 1 } } });
  });

  test('fail together, and may be tried again', async () => {
    const endpoint = reach();
    const calls = [read(), read()].map((call) => endpoint.execute(call));
    await arrived(1);
    waiting[0]!.response.writeHead(503).end();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    const again = endpoint.execute(read());
    await arrived(2);
    answer(1);
    expect(await again).toEqual({ data: { a: { b: 1 } } });
  });

  test('do not reach over a write: what is asked after it was not sent before it', async () => {
    const endpoint = reach();
    const before = endpoint.execute(read());
    const write = endpoint.execute(read({ query: 'mutation { b }', isRead: false }));
    await arrived(2);
    answer(
      waiting.findIndex(({ body }) => body.includes('mutation')),
      { data: { b: 1 } },
    );
    await write;
    const after = endpoint.execute(read());
    await arrived(3);
    answer(2);
    expect(await after).toEqual({ data: { a: { b: 2 } } });
    answer(waiting.findIndex(({ body }) => !body.includes('mutation')));
    await before;
  });

  test('take nobody along who has more time than they have', async () => {
    const endpoint = reach();
    const hurried = endpoint.execute(read({}, { deadline: Date.now() + 600_000 }));
    const patient = endpoint.execute(read());
    await arrived(2);
    [0, 1].forEach((index) => answer(index));
    await Promise.all([hurried, patient]);
  });

  test('never hand the cookies of one client to another', async () => {
    const endpoint = reach();
    const calls = [read(), read()].map((call) => endpoint.execute(call));
    const withCookie = (value: string) => ({ data: { a: null }, extensions: { cookies: [value] } });
    await arrived(1);
    answer(0, withCookie('id=1'));
    await arrived(2);
    answer(1, withCookie('id=2'));
    const [one, two] = await Promise.all(calls);
    expect([one!.extensions, two!.extensions]).toEqual([{ cookies: ['id=1'] }, { cookies: ['id=2'] }]);
  });

  test('are each asked where sharing is switched off', async () => {
    const endpoint = reach({ shareReads: false });
    const calls = [read(), read()].map((call) => endpoint.execute(call));
    await arrived(2);
    [0, 1].forEach((index) => answer(index));
    await Promise.all(calls);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
