import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { siteHandler } from './site.ts';

const SCRIPT = 'console.info("playground")';
const SECRET = 'outside the folder';

let folder: string;
const servers: Server[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'site/playground/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(folder, 'site/secret.txt'), SECRET);
  writeFileSync(join(folder, 'site/playground/index.html'), '<!doctype html><title>Playground</title>');
  writeFileSync(join(folder, 'site/playground/assets/main-abc.js'), SCRIPT);
  writeFileSync(join(folder, 'site/playground/assets/main-abc.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'site/playground/assets/main-abc.js.map'), SECRET);
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

describe('in development', () => {
  test('the playground is one page under /playground that is asked for again each time', async () => {
    const ask = await serve({ development: true });
    for (const path of ['/playground', '/playground/', '/playground?x=1']) {
      const answer = await ask(path);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
      expect(answer.headers['content-security-policy']).not.toContain('unsafe-eval');
    }
  });

  test('an asset is cached for ever, compressed when the client takes it, and answered 304 by its tag', async () => {
    const ask = await serve({ development: true });
    const path = '/playground/assets/main-abc.js';
    const plain = await ask(path);
    expect(plain).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['x-content-type-options']).toBe('nosniff');
    expect(plain.body.toString()).toBe(SCRIPT);

    const packed = await ask(path, { 'accept-encoding': 'gzip, deflate, br' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(packed.body).toString()).toBe(SCRIPT);
    expect((await ask(path, { 'accept-encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined();

    const again = await ask(path, { 'if-none-match': String(plain.headers.etag) });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(await ask(path, {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  test.each([
    '/playground/../secret.txt',
    '/playground/../../secret.txt',
    '/playground/%2e%2e/secret.txt',
    '/playground/..%2f..%2fsecret.txt',
    '/playground/assets/..\\..\\..\\secret.txt',
    '/playground//etc/passwd',
    '/playground/%00',
    '/playground/%E0%A4%A',
    '/playground/assets',
    '/playground/assets/main-abc.js.map',
    '/playgroundsecret.txt',
    '/secret.txt',
    '/__proto__',
    '/playground/constructor',
  ])('nothing but the files of the build is served: %s passes on', async (path) => {
    const ask = await serve({ development: true });
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toBe('passed on');
  });

  test('only reading is answered', async () => {
    const ask = await serve({ development: true });
    expect((await ask('/', {}, 'POST')).body.toString()).toBe('passed on');
    expect((await ask('/playground', {}, 'DELETE')).body.toString()).toBe('passed on');
  });

  test('the landing page leads to the playground and names the demo accounts; its policy allows no script', async () => {
    const ask = await serve({ development: true });
    const answer = await ask('/');
    expect(answer.body.toString()).toContain('href="/playground"');
    expect(answer.body.toString()).toContain('founder@demo.test');
    expect(answer.headers['content-security-policy']).toMatch(/style-src 'sha256-[^']+'/);
    expect(answer.headers['content-security-policy']).not.toContain('script-src');
    expect((await ask('/', { 'if-none-match': String(answer.headers.etag) })).status).toBe(304);
  });

  test('a playground that was not built says how to build it', async () => {
    const ask = await serve({ development: true, root: join(folder, 'nowhere') });
    const answer = await ask('/playground');
    expect(answer.status).toBe(503);
    expect(answer.body.toString()).toContain('has not been built');
  });
});

describe('in production', () => {
  test('there is no playground, and the landing page gives no account away', async () => {
    const ask = await serve({ development: false });
    for (const path of ['/playground', '/playground/', '/playground/assets/main-abc.js']) {
      expect((await ask(path)).body.toString()).toBe('passed on');
    }
    const landing = await ask('/');
    expect(landing.status).toBe(200);
    expect(landing.body.toString()).not.toMatch(/playground|demo/i);
  });
});

describe('a built client', () => {
  const PAGE = '<!doctype html><html lang="en"><title>Client</title></html>';
  beforeAll(() => {
    for (const place of ['web/assets', 'with-home/home/assets']) mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, 'web/index.html'), PAGE);
    writeFileSync(join(folder, 'web/favicon.ico'), 'icon');
    writeFileSync(join(folder, 'web/assets/index-DfQ3x9aZ.js'), SCRIPT);
    writeFileSync(join(folder, 'web/assets/index-DfQ3x9aZ.js.br'), brotliCompressSync(SCRIPT));
    writeFileSync(join(folder, 'with-home/home/index.html'), PAGE);
  });
  const client = (development = false) => serve({ development, client: join(folder, 'web') });
  const html = { accept: 'text/html,*/*;q=0.8' };

  test('is what every path shows to a browser that navigates, under a policy without anything inline', async () => {
    const ask = await client();
    for (const path of ['/', '/ventures/42', '/ventures?tab=team', '/index.html']) {
      const answer = await ask(path, html);
      expect([answer.status, answer.body.toString(), answer.headers['cache-control']]).toEqual([200, PAGE, 'no-cache']);
      expect(answer.headers['content-security-policy']).toMatch(
        /default-src 'none'.*script-src 'self'; .*style-src 'self';/,
      );
      expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|\*/);
    }
  });

  test('an asset with a hash in its name is kept for ever, one without is asked for again, a missing one is no page', async () => {
    const ask = await client();
    const asset = await ask('/assets/index-DfQ3x9aZ.js', { 'accept-encoding': 'br' });
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    expect((await ask('/favicon.ico')).headers['cache-control']).toBe('no-cache');
    expect((await ask('/assets/index-00000000.js', html)).status).toBe(404);
    expect((await ask('/ventures/42')).status).toBe(404);
  });

  test.each([
    '/graphql',
    '/graphql/x',
    '/files/x',
    '/health/nothing',
    '/auth/x',
    '/.well-known/x',
    '/metrics',
    '/playground',
    '/dev/clock',
  ])('the gateway’s own path %s is never a page of the client', async (path) => {
    expect((await (await client())(path, html)).status).toBe(404);
  });

  test('our own page stands in for it at / alone, and knows by a mark whether this is development', async () => {
    const root = join(folder, 'with-home');
    const [production, development] = [
      await serve({ development: false, root }),
      await serve({ development: true, root }),
    ];
    expect((await production('/')).body.toString()).toBe(PAGE);
    expect((await production('/ventures', html)).status).toBe(404);
    const marked = (await development('/', { 'accept-encoding': 'br' })).body.toString();
    expect(marked).toBe(PAGE.replace('<html ', '<html data-development '));
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Ask = (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>;

async function serve(options: { development: boolean; root?: string; client?: string }): Promise<Ask> {
  const site = siteHandler({ root: join(folder, 'site'), ...options });
  const server = createServer((req, res) => {
    if (!site(req, res)) res.writeHead(404).end('passed on');
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // node:http and not fetch: fetch would normalise the paths that this file is about.
  return (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
        const answer = { status: res.statusCode, headers: res.headers };
        buffer(res).then((body) => resolve({ ...answer, body }), reject);
      });
      asked.on('error', reject).end();
    });
}
