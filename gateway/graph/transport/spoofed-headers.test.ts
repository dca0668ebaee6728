import net, { type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { WebSocket } from 'ws';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { seal, SEAL_HEADER, sealedText } from '#chassis/identity/seal';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { endpointOf } from '../../testing/endpoint-of.ts';
import { hangUpReaders, Reader } from '../../testing/open-reader.ts';
import { opened, type Opened } from '../../testing/opened.ts';
import { recordingLog } from '../../testing/recording-log.ts';
import { until } from '../../testing/until.ts';
import { Wire } from '../../testing/wire.ts';
import { httpEndpoint, type HttpEndpoint } from './http.ts';

const SDL = `
  type Query { seen: String }
  type Mutation { changed: String }
  type Subscription { watched: String }
`;
const SEEN = '{ seen }';
const CHANGED = 'mutation { changed }';
const WATCHED = 'subscription { watched }';
const KEY = { id: 'k1', secret: Buffer.alloc(32, 1) };

const resolvers = {
  Query: { seen: () => 'seen' },
  Mutation: { changed: () => 'changed' },
  Subscription: {
    watched: {
      async *subscribe() {
        yield { watched: 'watched' };
      },
    },
  },
};

/** A subgraph in front of which everything that arrives on the wire is kept. */
class Witness {
  readonly callers: Caller[] = [];
  #wire = '';
  readonly #open: Socket[] = [];
  #served!: Served;
  #forwarder!: net.Server;
  endpoint!: HttpEndpoint;
  url!: string;
  readonly typeDefs;
  readonly #inner: SubgraphEndpoint;

  constructor() {
    const { endpoint, typeDefs } = endpointOf(SDL, resolvers);
    this.typeDefs = typeDefs;
    this.#inner = {
      execute: (call) => (this.callers.push(call.caller), endpoint.execute(call)),
      subscribe: (call) => (this.callers.push(call.caller), endpoint.subscribe(call)),
    };
  }

  async start(): Promise<void> {
    const mounted = { name: 'witness', schema: buildSchema(SDL), endpoint: this.#inner, ready: async () => {} };
    const log = recordingLog();
    this.#served = await serveSubgraph(mounted as Partial<Mounted> as Mounted, {
      ...{ port: 0, host: '127.0.0.1', sealKeys: [KEY], log },
    });
    const to = Number(new URL(this.#served.url).port);
    this.#forwarder = net.createServer((near) => {
      const far = net.connect(to, '127.0.0.1');
      this.#open.push(near, far);
      for (const socket of [near, far]) socket.on('error', () => socket.destroy());
      near.on('data', (bytes) => (this.#wire += bytes.toString('latin1')));
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => this.#forwarder.listen(0, '127.0.0.1', resolve));
    const { port } = this.#forwarder.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/graphql`;
    this.endpoint = httpEndpoint({ name: 'witness', url: this.url, sealKey: KEY });
  }

  /** All that came: the headers and bodies as they were, and the callers out of the seals. */
  get everything(): string {
    return this.#wire + JSON.stringify(this.callers);
  }

  /** Names of the headers that came, of requests and of sockets. */
  get headers(): Set<string> {
    const heads = this.#wire.match(/(?:POST|GET) \/graphql HTTP\/1\.1\r\n[^]*?\r\n\r\n/g) ?? [];
    return new Set(heads.flatMap((head) => [...head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name!.toLowerCase())));
  }

  forget(): void {
    this.callers.length = 0;
    this.#wire = '';
  }

  async stop(): Promise<void> {
    await this.endpoint.close();
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#forwarder.close(() => resolve()));
    await this.#served.stop();
  }
}

const WHAT_WE_SEND = [
  ...['host', 'connection', 'accept', 'content-type', 'content-length', SEAL_HEADER],
  ...['upgrade', 'sec-websocket-version', 'sec-websocket-key', 'sec-websocket-protocol', 'sec-websocket-extensions'],
];

describe('what a client says about itself', () => {
  let at: Opened;
  let witness: Witness;
  let ada: Awaited<ReturnType<Opened['signIn']>>;
  beforeAll(async () => {
    witness = new Witness();
    await witness.start();
    const { endpoint, typeDefs } = witness;
    at = await opened({}, {}, { more: [{ name: 'witness', endpoint, typeDefs }] });
    ada = await at.signIn();
  });
  beforeEach(() => witness.forget());
  afterEach(() => hangUpReaders());
  afterAll(async () => {
    await at.stop();
    await witness.stop();
  });

  const ROOT: Caller = {
    ...ANONYMOUS,
    kind: 'gateway',
    userId: 'spoofed-user',
    roles: ['ADMIN'],
    requestId: 'spoofed',
  };
  const ownSeal = (body: string) => seal(ROOT, 'witness', body, { id: 'k1', secret: Buffer.alloc(32, 9) });

  const spoofed = (query: string): Record<string, string> => ({
    [SEAL_HEADER]: ownSeal(JSON.stringify({ query })),
    'x-user-id': 'spoofed-user',
    'x-user-roles': 'spoofed-role',
    'x-permissions': 'spoofed-permission',
    'x-forwarded-for': '66.66.66.66',
    'x-forwarded-host': 'spoofed.example',
    'x-forwarded-proto': 'spoofed-proto',
    forwarded: 'for=66.66.66.66;host=spoofed.example',
    'x-real-ip': '66.66.66.66',
    cookie: 'refresh=spoofed-cookie',
    'accept-language': 'spoofed-language',
    'x-anything-else': 'spoofed-else',
  });
  const extensions = (query: string) => ({
    seal: ownSeal(sealedText({ query })),
    caller: ROOT,
    userId: 'spoofed-user',
    headers: { 'x-user-id': 'spoofed-user' },
  });

  function onlyAda(): void {
    expect(witness.callers.length).toBeGreaterThan(0);
    for (const caller of witness.callers) {
      expect(caller).toMatchObject({
        ...{ kind: 'user', userId: ada.userId, sessionId: ada.sessionId },
        ...{ roles: ['FOUNDER'], permissions: [], ip: '127.0.0.1' },
      });
    }
    expect(witness.everything).not.toMatch(/spoofed|66\.66\.66\.66/);
    expect(witness.everything).not.toContain(ada.token);
    const { headers } = witness;
    expect([...headers].filter((name) => !WHAT_WE_SEND.includes(name))).toEqual([]);
  }

  test.each([SEEN, CHANGED])('in the headers and extensions of a request reaches no subgraph: %s', async (query) => {
    const { body } = await at.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}`, ...spoofed(query) },
      body: JSON.stringify({ query, extensions: extensions(query) }),
    });
    expect(Object.values(body.data)).toEqual([query === SEEN ? 'seen' : 'changed']);
    onlyAda();
  });

  test('without a token makes nobody of it', async () => {
    await at.ask(SEEN, { headers: spoofed(SEEN) });
    expect(witness.callers).toMatchObject([{ kind: 'anonymous', userId: null, roles: [], ip: '127.0.0.1' }]);
    expect(witness.everything).not.toMatch(/spoofed|66\.66\.66\.66/);
  });

  test.each([SEEN, CHANGED, WATCHED])('in those of an event stream reaches no subgraph: %s', async (query) => {
    const options = { token: ada.token, headers: spoofed(query), extensions: extensions(query) };
    const reader = await Reader.open(at, query, options);
    expect(JSON.stringify((await reader.first()).data)).toMatch(/seen|changed|watched/);
    onlyAda();
  });

  test.each([SEEN, CHANGED, WATCHED])('on a socket reaches no subgraph: %s', async (query) => {
    const url = `${at.door.url.replace('http', 'ws')}/graphql`;
    const wire = new Wire(new WebSocket(url, 'graphql-transport-ws', { headers: spoofed(query) }));
    try {
      await until(() => wire.socket.readyState === WebSocket.OPEN);
      const payload = {
        authorization: `Bearer ${ada.token}`,
        ...spoofed(query),
        headers: spoofed(query),
        caller: ROOT,
      };
      wire.send({ type: 'connection_init', payload });
      await until(() => wire.heard.some(({ type }) => type === 'connection_ack'));
      wire.send({ id: '1', type: 'subscribe', payload: { query, extensions: extensions(query) } });
      expect(JSON.stringify((await wire.first('1')).payload)).toMatch(/seen|changed|watched/);
      onlyAda();
    } finally {
      wire.socket.terminate();
    }
  });

  test('cannot be said to a subgraph itself: its words are under no seal of the gateway', async () => {
    const body = JSON.stringify({ query: SEEN });
    const answer = await fetch(witness.url, { method: 'POST', headers: spoofed(SEEN), body });
    expect(answer.status).toBe(401);
    expect(witness.callers).toEqual([]);
  });
});
