import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLSchema } from 'graphql';
import { WebSocketServer } from 'ws';
import { ANONYMOUS } from '#chassis/identity/caller';
import { deriveKey, sealPurpose, type SealKey } from '#chassis/identity/seal';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { Graph, type GraphResult } from '#gateway/graph/graph';
import { httpEndpoint, type HttpEndpoint, type HttpEndpointOptions } from '#gateway/graph/transport/http';
import { upstreamSocket } from '#gateway/graph/transport/socket';
import { compose, endpointOver, schemaOf, SILENT } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';

const keyOf = (name: string): SealKey => ({
  id: 'k1',
  secret: deriveKey('a master secret for tests', sealPurpose(name)),
});

describe('subgraphs in other processes, over sealed HTTP', () => {
  const schemas = new Map<string, GraphQLSchema>(LIBRARY.map((source) => [source.name, schemaOf(source)]));
  const served = new Map<string, Served>();
  const endpoints: HttpEndpoint[] = [];
  const seen: SubgraphCall[] = [];
  let apart: Graph;
  let together: Graph;

  const serve = (name: string, sealKey = keyOf(name)): Promise<Served> => {
    const schema = schemas.get(name)!;
    const endpoint = endpointOver(schema, (call) => void seen.push(call));
    const mounted = { name, schema, endpoint, ready: () => Promise.resolve() } as Partial<Mounted> as Mounted;
    return serveSubgraph(mounted, { port: 0, host: '127.0.0.1', sealKeys: [sealKey], log: SILENT });
  };
  const reach = (name: string, url: string, more: Partial<HttpEndpointOptions> = {}): HttpEndpoint => {
    const endpoint = httpEndpoint({ name, url, sealKey: keyOf(name), ...more });
    endpoints.push(endpoint);
    return endpoint;
  };

  beforeAll(async () => {
    for (const { name } of LIBRARY) served.set(name, await serve(name));
    const sdl = compose(LIBRARY);
    const load = (endpointOf: (subgraph: { name: string }) => SubgraphEndpoint) =>
      Graph.load({ sdl, log: SILENT, endpointOf });
    apart = await load(({ name }) => reach(name, served.get(name)!.url));
    together = await load(({ name }) => endpointOver(schemas.get(name)!));
  });
  afterAll(async () => {
    for (const endpoint of endpoints) await endpoint.close();
    for (const each of served.values()) await each.stop();
    await apart.stop();
    await together.stop();
  });

  test('answer the same as in one process', async () => {
    const generator = new OperationGenerator(together.snapshot.apiSchema, numbersFrom(11));
    for (let i = 0; i < 60; i++) {
      const { document, variables, text } = generator.next();
      const [one, two] = await Promise.all(
        [together, apart].map((graph) => graph.execute({ document, variables, caller: ANONYMOUS })),
      );
      expect({ text, data: plain(two!.data) }).toEqual({ text, data: plain(one!.data) });
      expect(messages(two!)).toEqual(messages(one!));
    }
  }, 20_000);

  test('get the caller under a seal, each call with a nonce of its own', async () => {
    seen.length = 0;
    const caller = { ...ANONYMOUS, kind: 'user' as const, userId: 'u1', permissions: ['book.read'] };
    await apart.execute({ document: parse('{ books { weight } people { name } }'), caller });
    expect(seen.map((call) => call.caller.userId)).toEqual(['u1', 'u1', 'u1']);
    expect(new Set(seen.map((call) => call.caller.nonce)).size).toBe(3);
  });

  test('stream their events, stop when the reader does, and refuse a subscription without a valid seal', async () => {
    const document = parse('subscription { bookChanged { title weight } }');
    const stream = (await apart.subscribe({ document, caller: ANONYMOUS })) as AsyncIterableIterator<GraphResult>;
    expect((await stream.next()).value).toEqual({ data: { bookChanged: { title: 'Book 1', weight: 10 } } });
    await stream.return!();
    const forged = reach('catalog', served.get('catalog')!.url, { sealKey: keyOf('people') });
    const call = { query: '{ books { id } }', variables: {}, caller: ANONYMOUS };
    const refused = await forged.subscribe({ ...call, query: 'subscription { bookChanged { id } }' });
    const events: SubgraphResult[] = [];
    for await (const event of refused as AsyncIterableIterator<SubgraphResult>) events.push(event);
    expect(events).toMatchObject([{ errors: [{ extensions: { code: 'UNSEALED_CALL' } }] }]);
    await expect(forged.execute(call)).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID' });
  });

  test('whose process ends in the middle of a stream end it with a resumable error', async () => {
    const own = await serve('people');
    const graph = await Graph.load({
      sdl: compose(LIBRARY),
      log: SILENT,
      endpointOf: ({ name }) => (name === 'people' ? reach(name, own.url) : endpointOver(schemas.get(name)!)),
    });
    schemas.get('people')!.getSubscriptionType()!.getFields()['personChanged']!.subscribe = async function* () {
      yield { personChanged: { id: '1' } };
      await new Promise(() => undefined);
    };
    const document = parse('subscription { personChanged { name } }');
    const stream = (await graph.subscribe({ document, caller: ANONYMOUS })) as AsyncIterableIterator<GraphResult>;
    expect((await stream.next()).value.data).toEqual({ personChanged: { name: 'Ada' } });
    const last = stream.next();
    await own.stop();
    expect((await last).value.errors?.[0]?.extensions).toEqual({ code: 'STREAM_BROKEN', resumable: true });
    await graph.stop();
  }, 20_000);

  describe('that misbehave', () => {
    let server: Server | undefined;
    afterEach(
      () =>
        new Promise<void>((resolve) =>
          server ? (server.closeAllConnections(), server.close(() => resolve())) : resolve(),
        ),
    );
    const against = async (listener: RequestListener, more: Partial<HttpEndpointOptions> = {}) => {
      server = createServer(listener);
      await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
      return reach('x', `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, more);
    };
    const call = { query: '{ a }', variables: {}, caller: ANONYMOUS };
    const json = { 'content-type': 'application/json' };

    test('are told apart: not now, wrong status, wrong type, no JSON, too much', async () => {
      const cases: [RequestListener, string][] = [
        [(_, res) => void res.writeHead(503).end('busy'), 'SUBGRAPH_UNAVAILABLE'],
        [(_, res) => void res.writeHead(401, json).end('{}'), 'SUBGRAPH_INVALID'],
        [(_, res) => void res.writeHead(302, { location: 'http://127.0.0.1/' }).end(), 'SUBGRAPH_INVALID'],
        [(_, res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('{}'), 'SUBGRAPH_INVALID'],
        [(_, res) => void res.writeHead(200, json).end('{"data":'), 'SUBGRAPH_INVALID'],
        [(_, res) => void res.writeHead(200, json).end(`"${'x'.repeat(2_000)}"`), 'ANSWER_TOO_LARGE'],
        [(req) => void req.socket.destroy(), 'SUBGRAPH_UNAVAILABLE'],
      ];
      let listener: RequestListener = () => undefined;
      const endpoint = await against((req, res) => listener(req, res), { maxAnswerBytes: 1_000 });
      for (const [next, code] of cases) {
        listener = next;
        await expect(endpoint.execute(call)).rejects.toMatchObject({ code });
      }
    });

    test('are left as soon as the signal aborts, before or after the call went out', async () => {
      let arrived = 0;
      const endpoint = await against(() => void arrived++);
      await expect(endpoint.execute({ ...call, signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
        'too late',
      );
      const away = new AbortController();
      const running = endpoint.execute({ ...call, signal: away.signal });
      while (arrived === 0) await new Promise((resolve) => setImmediate(resolve));
      away.abort(new Error('gone'));
      await expect(running).rejects.toThrow('gone');
    });

    test('that no longer answer a ping are given up with their streams', async () => {
      await against(() => undefined);
      const deaf = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
      deaf.on('connection', (socket) =>
        socket.on('message', (text: Buffer) => {
          if (text.toString().includes('connection_init')) socket.send('{"type":"connection_ack"}');
        }),
      );
      const url = new URL(`http://127.0.0.1:${(server!.address() as AddressInfo).port}/graphql`);
      const socket = upstreamSocket({
        name: 'x',
        url,
        sealKey: keyOf('x'),
        connectTimeoutMs: 2_000,
        pingMs: 20,
        pongWithinMs: 20,
      });
      await expect(socket.subscribe(call).next()).rejects.toBeDefined();
      await socket.close();
      deaf.close();
    });
  });
});

const plain = (data: unknown) => JSON.parse(JSON.stringify(data ?? null)) as unknown;
const messages = (result: GraphResult) =>
  result.errors?.map((error) => `${error.message} ${error.path?.join('.')}`).sort();
