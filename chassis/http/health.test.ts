import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../log/logger.ts';
import { createHealth, type Health } from './health.ts';

let health: Health;
let server: http.Server;
let lines: string[];
beforeEach(async () => {
  lines = [];
  health = createHealth(createLogger({ name: 'test', write: (line) => void lines.push(line) }));
  server = http.createServer((request, response) => {
    if (!health.answer(request, response)) response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => void server.close());

async function ask(path: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  return { status: answer.status, body: await answer.text() };
}

describe('health', () => {
  test('ready says which check fails and keeps the reason for the log; live does not ask', async () => {
    health.add('users database', () => {});
    health.add('keys', () => Promise.reject(new Error('table signing_keys is empty')));
    const ready = await ask('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toEqual({
      status: 'not ready',
      checks: { 'users database': 'ok', keys: 'failing' },
    });
    expect(lines.join('')).toContain('table signing_keys is empty');
    expect((await ask('/health/live')).status).toBe(200);
    expect((await ask('/graphql')).status).toBe(404);
  });

  test('a check that never answers fails within its second', async () => {
    health.add('database', () => new Promise(() => {}));
    expect((await ask('/health/ready')).status).toBe(503);
  });

  test('many probes at once ask once; draining is not ready whatever the checks say', async () => {
    let asked = 0;
    health.add('database', () => void asked++);
    const all = await Promise.all(Array.from({ length: 20 }, () => ask('/health/ready?from=balancer')));
    expect(all.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(asked).toBe(1);
    health.drain();
    expect((await ask('/health/ready')).status).toBe(503);
    expect((await ask('/health/live')).status).toBe(200);
  });
});
