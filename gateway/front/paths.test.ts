import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gauge, Registry } from 'prom-client';
import { movableClock } from '#chassis/time/clocks';
import { startGateway } from '../gateway.ts';
import { opening } from '../opening.ts';
import { gatewaySettings } from '../settings.ts';
import { intervals } from '../testing/intervals.ts';
import { opened, type Answer, type Opened } from '../testing/opened.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { until } from '../testing/until.ts';

const JSON_POST = { method: 'POST', headers: { 'content-type': 'application/json' } };
const codeOf = ({ body }: Answer): unknown => body?.errors?.[0]?.extensions?.code;
const freshClock = () => movableClock(join(mkdtempSync(join(tmpdir(), 'door-')), 'clock.json'));

let at: Opened;
beforeAll(async () => {
  at = await opened({ origins: ['https://app.example'], metrics: true }, { clock: freshClock() });
});
afterAll(() => at.stop());

describe('the other paths', () => {
  test('a GET with the preflight header may read', async () => {
    const answer = await at.request('/graphql?query={open{title}}', { headers: { 'apollo-require-preflight': '1' } });
    expect([answer.status, answer.body]).toEqual([200, { data: { open: { title: 'open' } } }]);
  });

  test('the refresh cookie against an access token, its new cookie passed back; without one 401', async () => {
    const answer = await at.request('/auth/refresh', { method: 'POST', headers: { cookie: 'a=b; refresh=good' } });
    expect([answer.status, answer.body]).toEqual([
      200,
      { accessToken: 'fresh', expiresAt: '2030-01-01T00:00:00.000Z' },
    ]);
    expect(answer.headers.get('set-cookie')).toMatch(/^refresh=next; HttpOnly; Secure; SameSite=Strict; Path=\/auth/);
    for (const headers of [{}, { cookie: 'refresh=stolen' }]) {
      const refused = await at.request('/auth/refresh', { method: 'POST', headers });
      expect([refused.status, codeOf(refused)]).toEqual([401, 'UNAUTHENTICATED']);
    }
    const foreign = await at.request('/auth/refresh', {
      method: 'POST',
      headers: { cookie: 'refresh=good', origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });

  test('a cookie that a mutation sets reaches the client and never the body', async () => {
    const answer = await at.ask('mutation{signIn(name:"Ada")}');
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.text).toBe('{"data":{"signIn":"hello Ada"}}\n');
  });

  test('the public keys, health, metrics', async () => {
    await at.ask('{nothing}');
    expect((await at.request('/.well-known/jwks.json')).body.keys).toMatchObject([{ kid: 'key-1', crv: 'Ed25519' }]);
    expect((await at.request('/health/live')).status).toBe(200);
    await until(async () => (await at.request('/health/ready')).status === 200);
    expect((await at.request('/metrics')).text).toMatch(
      /gateway_operations_total\{operation="unnamed",client="unnamed",kind="refused",road="http",outcome="GRAPHQL_VALIDATION_FAILED"\}/,
    );
  });

  test('the clock moves forward, only by a duration', async () => {
    const move = (body: object) => at.request('/dev/clock', { ...JSON_POST, body: JSON.stringify(body) });
    const { body } = await move({ advance: 'P60D' });
    expect(Date.parse(body.now) - Date.now()).toBeGreaterThan(59 * 86_400_000);
    for (const wrong of [{ advance: 'soon' }, { advance: '-P1D' }, {}]) expect((await move(wrong)).status).toBe(400);
  });

  test('allowed pages of another origin may read, and every answer carries the security headers', async () => {
    const preflight = await at.request('/graphql', { method: 'OPTIONS', headers: { origin: 'https://app.example' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://app.example',
    ]);
    const answer = await at.ask('{open{title}}', { headers: { origin: 'https://app.example' } });
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    for (const one of [answer, await at.request('/nothing')])
      expect(Object.fromEntries(one.headers)).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'strict-transport-security': expect.stringContaining('max-age='),
        'x-content-type-options': 'nosniff',
      });
  });
});

test('a door that opens while identity is down serves what needs no sign-in, and recovers by itself', async () => {
  const early = await opened({}, {}, { identityDown: true });
  try {
    expect((await early.request('/health/ready')).body.checks).toEqual({ keys: 'failing', revocation: 'failing' });
    expect((await early.ask('{open{title}}')).status).toBe(200);
    const session = await early.signIn();
    expect(codeOf(await early.ask('{me{id}}', session))).toBe('SERVICE_UNAVAILABLE');
    early.pair.users.outage.down = false;
    await until(async () => (await early.ask('{me{id}}', session)).status === 200);
    await until(async () => (await early.request('/health/ready')).status === 200);
  } finally {
    await early.stop();
  }
});

describe('a door that cannot open', () => {
  afterEach(() => void jest.restoreAllMocks());

  const falseManifest = () => {
    const operationsFolder = mkdtempSync(join(tmpdir(), 'door-'));
    writeFileSync(join(operationsFolder, 'manifest.json'), '{"format": "unheard of"}');
    return { settings: { operationsFolder } };
  };
  const takenFigure = () => {
    const registry = new Registry();
    new Gauge({ name: 'gateway_subgraph_circuit', help: 'Of somebody else.', registers: [registry] });
    return { settings: { metrics: true }, registry };
  };
  test.each([
    ['its port is taken', () => ({ settings: { port: at.door.port } }), 'EADDRINUSE', ['usage', 'clients']],
    ['a figure has its name already', takenFigure, 'gateway_subgraph_circuit', ['usage', 'clients']],
    ['a manifest of operations is false', falseManifest, 'manifest', ['clients']],
  ])('because %s closes what it had opened, and nothing keeps the process alive', async (_, wrong, why, stores) => {
    const running = intervals();
    const closed: string[] = [];
    const followed: AbortSignal[] = [];
    const { users, games } = at.pair.endpoints;
    const { settings, ...parts } = wrong();
    const opening = startGateway({
      settings: { ...gatewaySettings({}), metrics: false, ...settings },
      ...parts,
      supergraphSdl: at.pair.supergraphSdl,
      endpoints: {
        games: games!,
        users: { ...users!, subscribe: (call) => (followed.push(call.signal!), users!.subscribe(call)) },
      },
      clock: { now: () => new Date() },
      clientStore: { active: async () => [], close: async () => void closed.push('clients') },
      usageStore: { add: async () => undefined, close: async () => void closed.push('usage') },
      log: recordingLog(),
    });
    await expect(opening).rejects.toThrow(why);
    expect(closed).toEqual(stores);
    expect(followed.map(({ aborted }) => aborted)).toEqual([true]);
    expect(running.begun).toBeGreaterThan(1);
    expect(running.left()).toEqual([]);
  });

  test('as a stop, closes what was opened last first, every room whatever goes wrong with another', async () => {
    const stopped: string[] = [];
    const room = (name: string, fault?: Error) => ({
      stop: async () => {
        stopped.push(name);
        if (fault) throw fault;
      },
    });
    const open = (end: () => object) =>
      opening(async (rooms) => {
        rooms.add(room('cellar'));
        rooms.add(room('stairs', new Error('the stairs creak')));
        rooms.add(room('roof'));
        return end();
      });
    const house = await open(() => ({ rooms: 3 }));
    const stops = [house.stop(), house.stop()];
    for (const stop of stops) await expect(stop).rejects.toThrow('the stairs creak');
    expect(stopped).toEqual(['roof', 'stairs', 'cellar']);
    const failing = open(() => {
      throw new Error('no door');
    });
    await expect(failing).rejects.toThrow(/no door.*the stairs creak/);
    expect(stopped.slice(3)).toEqual(['roof', 'stairs', 'cellar']);
  });
});

describe('production', () => {
  test('has no introspection, no GET, no suggestions, no movable clock, no metrics', async () => {
    const production = await opened({ production: true }, { clock: freshClock() });
    try {
      expect(codeOf(await production.ask('{__schema{types{name}}}'))).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await production.ask('{opem{title}}')).text).not.toMatch(/Did you mean/);
      const get = await production.request('/graphql?query={open{title}}', {
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(get.status).toBe(405);
      expect((await production.request('/dev/clock', { ...JSON_POST, body: '{"advance":"P1D"}' })).status).toBe(404);
      expect((await production.request('/metrics')).status).toBe(404);
    } finally {
      await production.stop();
    }
  });

  test('trusted documents: registered ones run as text, by hash and by GET; nothing else does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'door-'));
    const text = '# who asks\nquery Open {\n  open { title }\n}\n';
    writeFileSync(join(folder, 'open.graphql'), text);
    const trusted = await opened({ production: true, documents: 'trusted', operationsFolder: folder });
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') };
    const byHash = (sha256Hash: string): RequestInit => ({
      ...JSON_POST,
      body: JSON.stringify({ extensions: { persistedQuery: { ...persistedQuery, sha256Hash } } }),
    });
    try {
      const search = `?extensions=${encodeURIComponent(JSON.stringify({ persistedQuery }))}`;
      const answers = [
        await trusted.ask(text),
        await trusted.ask('query Open{open{title}}'),
        await trusted.request('/graphql', byHash(persistedQuery.sha256Hash)),
        await trusted.request(`/graphql${search}`, { headers: { 'apollo-require-preflight': '1' } }),
      ];
      for (const { status, body } of answers)
        expect([status, body]).toEqual([200, { data: { open: { title: 'open' } } }]);
      expect(codeOf(await trusted.ask('{open{title}}'))).toBe('FORBIDDEN');
      expect(codeOf(await trusted.ask('{open{'))).toBe('FORBIDDEN');
      const unknown = await trusted.request('/graphql', byHash('0'.repeat(64)));
      expect(unknown.body.errors[0]).toMatchObject({
        message: 'PersistedQueryNotFound',
        extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
      });
    } finally {
      await trusted.stop();
    }
  });

  test('a stop lets a running operation finish, and takes no new one', async () => {
    const leaving = await opened();
    const running = leaving.ask('{slow}');
    await until(() => leaving.pair.users.outage.slowCalls === 1);
    await leaving.stop();
    expect((await running).body).toEqual({ data: { slow: 'done' } });
    await expect(leaving.request('/health/live')).rejects.toThrow();
  });
});
