import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { seal, SEAL_HEADER, sealedText } from '#chassis/identity/seal';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { endpointOf } from '../../testing/endpoint-of.ts';
import { hangUpReaders, Reader } from '../../testing/open-reader.ts';
import { opened, type Opened } from '../../testing/opened.ts';
import { until } from '../../testing/until.ts';
import { readForwardRules } from '../../traffic/headers/forward-rules.ts';
import { Wire } from '../../testing/wire.ts';
import { Witness, WITNESS_KEY } from '../../testing/witness.ts';

const SEEN = '{ seen }';
const CHANGED = 'mutation { changed }';
const WATCHED = 'subscription { watched }';

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
    'accept-language': 'de-AT, de;q=0.9',
    'x-theme': 'spoofed-theme',
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
      expect(caller.headers).toEqual({ 'accept-language': 'de-AT, de;q=0.9' });
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
    const headers = { 'accept-language': 'de-AT, de;q=0.9' };
    expect(witness.callers).toMatchObject([{ kind: 'anonymous', userId: null, roles: [], ip: '127.0.0.1', headers }]);
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

describe('what a client says in a header that a rule names', () => {
  let at: Opened;
  let apart: Witness;
  const together: Caller[] = [];
  beforeAll(async () => {
    apart = new Witness();
    await apart.start();
    const { endpoint, typeDefs } = endpointOf('type Query { inside: String }', { Query: { inside: () => 'inside' } });
    const inside: SubgraphEndpoint = {
      execute: (call) => (together.push(call.caller), endpoint.execute(call)),
      subscribe: (call) => endpoint.subscribe(call),
    };
    const forward = readForwardRules('accept-language, x-theme=witness, x-shade=inside+users');
    const more = [
      { name: 'witness', endpoint: apart.endpoint, typeDefs: apart.typeDefs },
      { name: 'inside', endpoint: inside, typeDefs },
    ];
    at = await opened({ forward }, {}, { more });
  });
  beforeEach(() => void (apart.forget(), (together.length = 0)));
  afterAll(async () => {
    await at.stop();
    await apart.stop();
  });
  const said = async (headers: Record<string, string>) => {
    await at.ask('{ seen inside }', { headers: { 'accept-language': 'de', ...headers } });
    return [apart.callers.at(-1)!.headers, together.at(-1)!.headers];
  };

  test('reaches the subgraphs that the rule names, in this process and over HTTP, and no others', async () => {
    const heard = await said({ 'X-Theme': 'dark', 'x-shade': 'blue', 'x-other': 'unheard' });
    expect(heard).toEqual([
      { 'accept-language': 'de', 'x-theme': 'dark' },
      { 'accept-language': 'de', 'x-shade': 'blue' },
    ]);
    expect(apart.everything).not.toMatch(/blue|unheard/);
    for (const headers of heard) expect(() => Object.assign(headers!, { 'x-theme': 'written' })).toThrow(TypeError);
  });

  test('travels under the seal alone: beside it, it is a header that nobody reads, and within it one that nobody can change', async () => {
    const body = JSON.stringify({ query: SEEN });
    const sealed = seal({ ...ANONYMOUS, headers: { 'x-theme': 'dark' } }, 'witness', body, WITNESS_KEY);
    const send = (text: string) => {
      const headers = { [SEAL_HEADER]: text, 'x-theme': 'forged', 'accept-language': 'forged' };
      return fetch(apart.url, { method: 'POST', headers, body });
    };
    expect((await send(sealed)).status).toBe(200);
    expect(apart.callers.at(-1)!.headers).toEqual({ 'x-theme': 'dark' });
    const [id, payload, mac] = sealed.split('.');
    const changed = Buffer.from(payload!, 'base64url').toString().replace('"dark"', '"evil"');
    expect((await send([id, Buffer.from(changed).toString('base64url'), mac].join('.'))).status).toBe(401);
    expect(apart.callers).toHaveLength(1);
  });

  test('counts as not said when it is too long or no plain text', async () => {
    const [heard] = await said({ 'x-theme': 'd'.repeat(257) });
    expect(heard).toEqual({ 'accept-language': 'de' });
    for (const value of ['d\u00e4rk', 'a  b', 'a\tb']) expect(await said({ 'x-theme': value })).toEqual([heard, heard]);
    expect((await said({ 'x-theme': 'd'.repeat(256) }))[0]).toHaveProperty('x-theme');
  });

  test('is named for subgraphs that there are, or the gateway does not start', async () => {
    const forward = readForwardRules('x-theme=witnes');
    await expect(opened({ forward })).rejects.toThrow('FORWARD_HEADERS names witnes: there is no such subgraph.');
  });
});
