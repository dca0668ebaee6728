import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOSE } from '../live/close-codes.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { opened, type Answer, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';
import { mintKey } from './clients/api-key.ts';
import { ClientBook } from './clients/client-book.ts';
import type { ApiClient } from './clients/client-store.ts';
import { manifestTexts } from './manifest.ts';
import { RegisteredDocuments } from './registered-documents.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const TEXT = 'query Open{open{title}}';
const DATA = { data: { open: { title: 'open' } } };
const codeOf = ({ body }: Answer): unknown => body?.errors?.[0]?.extensions?.code;
const post = (at: Opened, body: object, headers: Record<string, string> = {}) =>
  at.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const stated = (hash: string, version = 1) => ({ persistedQuery: { version, sha256Hash: hash } });

describe('automatic persisted queries', () => {
  let at: Opened;
  beforeAll(async () => {
    at = await opened();
  });
  afterAll(async () => {
    hangUp();
    await at.stop();
  });

  test('a hash that nobody has sent the text of is not found; with its text it is registered, for every road', async () => {
    const extensions = stated(sha256(TEXT));
    const miss = await post(at, { extensions });
    expect([miss.status, codeOf(miss), miss.body.errors[0].message]).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound']); // prettier-ignore
    expect((await post(at, { query: TEXT, extensions })).body).toEqual(DATA);
    expect((await post(at, { extensions })).body).toEqual(DATA);
    const search = `?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
    const get = await at.request(`/graphql${search}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(get.body).toEqual(DATA);
    const wire = await greeted(at);
    wire.send({ id: '1', type: 'subscribe', payload: { query: '', extensions } });
    expect((await wire.first('1')).payload).toEqual(DATA);
  });

  test('what is not the hash of the text, no hash, or another version is refused', async () => {
    const other = await post(at, { query: '{open{title}}', extensions: stated(sha256(TEXT)) });
    expect([other.status, codeOf(other)]).toEqual([400, 'BAD_REQUEST']);
    expect(codeOf(await post(at, { extensions: stated('../../etc') }))).toBe('BAD_REQUEST');
    expect(codeOf(await post(at, { extensions: stated(sha256(TEXT), 2) }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  test('and an API key is refused on every road where no database knows any', async () => {
    const headers = { 'x-api-key': mintKey().key };
    const words = 'No API keys are known here: the gateway has no database.';
    for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed']) {
      const refused = await at.ask('{__typename}', { headers: { ...headers, accept } });
      expect([accept, refused.status]).toEqual([accept, 401]);
      expect(refused.text).toContain('UNAUTHENTICATED');
      expect(refused.text).toContain(words);
    }
    const { token } = await at.signIn();
    expect((await at.ask('{__typename}', { token, headers })).status).toBe(401); // also of who is signed in
    const wire = await greeted(at, token, headers);
    await until(() => wire.closed !== undefined);
    expect(wire.closed).toEqual(CLOSE.badToken);
  });

  test('a text that is refused is not registered', async () => {
    const bad = '{nothing}';
    expect(codeOf(await post(at, { query: bad, extensions: stated(sha256(bad)) }))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(codeOf(await post(at, { extensions: stated(sha256(bad)) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('a manifest of a client’s build', () => {
  const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: sha256(TEXT), name: 'Open', type: 'query', body: TEXT }] }; // prettier-ignore
  test.each([
    ['Apollo’s', apollo],
    ['codegen’s', { [sha256(TEXT)]: TEXT }],
    ['codegen’s, with its prefix', { [`sha256:${sha256(TEXT)}`]: TEXT }],
  ])('%s registers its documents', (_, manifest) => {
    const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
    writeFileSync(join(folder, 'persisted-documents.json'), JSON.stringify(manifest));
    const registered = RegisteredDocuments.read(folder);
    expect([registered.find(sha256(TEXT)), registered.find(`sha256:${sha256(TEXT)}`)]).toEqual([TEXT, TEXT]);
  });

  test.each([[{ [sha256('other')]: TEXT }], [{ format: 'another', operations: [] }], [[]]])(
    '%j stops the start',
    (manifest) => {
      expect(() => manifestTexts('m.json', JSON.stringify(manifest))).toThrow('m.json');
    },
  );
});

describe('where only registered documents are served, an API client', () => {
  const minted = mintKey();
  const clients: ApiClient[] = [{ ...minted, name: 'partner', costPerMinute: 12 }];
  let at: Opened;
  beforeAll(async () => {
    const clientStore = { active: async () => [...clients], close: async () => undefined };
    at = await opened({ production: true, documents: 'trusted', operationsFolder: 'none' }, { clientStore });
  });
  afterAll(async () => {
    hangUp();
    await at.stop();
  });

  test('sends documents of its own, within a budget of its own; nobody else may send them, by text or by hash', async () => {
    const headers = { 'x-api-key': minted.key };
    expect(codeOf(await at.ask(TEXT))).toBe('FORBIDDEN');
    expect((await at.ask(TEXT, { headers })).body).toEqual(DATA);
    expect(codeOf(await at.ask(TEXT))).toBe('FORBIDDEN'); // although it is known now
    expect(codeOf(await post(at, { extensions: stated(sha256(TEXT)) }))).toBe('FORBIDDEN');
    let last = await at.ask(TEXT, { headers });
    for (let i = 0; i < 12 && last.status === 200; i++) last = await at.ask(TEXT, { headers });
    expect([last.status, last.body.errors[0].extensions.limit]).toEqual([429, 'cost']);
  });

  test('with a key that is not good is refused on every road, whatever it asks', async () => {
    const headers = { 'x-api-key': `${minted.key.slice(0, -2)}xx` };
    const refused = await at.ask('{__typename}', { headers });
    expect([refused.status, codeOf(refused)]).toEqual([401, 'UNAUTHENTICATED']);
    clients.length = 0;
    const book = new ClientBook({ active: async () => clients, close: async () => undefined }, recordingLog());
    await book.start();
    expect(book.verify(minted.key)).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    await book.stop();
  });
});
