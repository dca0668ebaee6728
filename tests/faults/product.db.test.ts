import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { testPostgresDoor } from '#chassis/testing/settings';
import { freePort } from '../free-port.ts';
import { copyPreparedData, removeData } from '../prepared-data.ts';
import { startProduct, type ProductProcess } from './product-process.ts';
import { beginTraffic } from './product-traffic.ts';

const LIMIT_MS = 240_000;

let folder: string;
let started: ProductProcess[];
const open = () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-'));
  fs.chmodSync(folder, 0o755);
  started = [];
};
const close = async () => {
  for (const product of started) {
    product.child.kill('SIGTERM');
    await product.ended;
  }
  removeData(path.join(folder, 'data'));
  fs.rmSync(folder, { recursive: true, force: true });
};

async function start(topology: 'together' | 'apart'): Promise<ProductProcess> {
  const product = startProduct(topology, await freePort(), path.join(folder, 'data'));
  started.push(product);
  return product;
}

/** On data of an earlier start: for what is not about the first one. */
async function startPrepared(topology: 'together' | 'apart'): Promise<ProductProcess> {
  await copyPreparedData(testPostgresDoor(), path.join(folder, 'data'));
  return start(topology);
}

/** Those of `pids` that still run; a zombie, whose parent was killed, does not. */
function running(pids: readonly number[]): string[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,stat=,args=', '-p', pids.join(',')], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.trim() !== '' && !/^\s*\d+ Z/.test(line));
}

/** The lines of the log that speak of a fault. */
function errorsIn(said: string): string[] {
  return said.split('\n').filter((line) => /\d\d:\d\d:\d\d\.\d{3} error /.test(line));
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + 25_000;
  while (running(pids).length > 0) {
    if (performance.now() > deadline) throw new Error(`still running:\n${running(pids).join('\n')}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function graphql(product: ProductProcess, query: string): Promise<unknown> {
  const answer = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

describe.each(['together', 'apart'] as const)('%s', (topology) => {
  let left: ProductProcess | undefined;
  beforeAll(open);
  afterAll(close, LIMIT_MS);

  test(
    'starts on an empty folder, answers, ends on SIGTERM under traffic with everything below it and without an error, and starts again on the same data',
    async () => {
      const first = await start(topology);
      await first.ready();
      expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
      expect(await graphql(first, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
      expect(first.said()).toContain(`${first.url.replace('127.0.0.1', 'localhost')}/playground`);
      const secrets = fs.readFileSync(path.join(folder, 'data/secrets.json'), 'utf8');
      for (const secret of Object.values(JSON.parse(secrets) as Record<string, string>)) {
        expect(first.said()).not.toContain(secret);
      }

      const family = first.family();
      expect(family.length).toBeGreaterThan(topology === 'apart' ? 5 : 2);
      const traffic = await beginTraffic(first.url);
      first.child.kill('SIGTERM');
      expect(await first.ended).toBe(0);
      expect(running(family)).toEqual([]);
      await traffic.ended;
      expect(errorsIn(first.said())).toEqual([]);

      const second = await start(topology);
      await second.ready();
      expect(second.said()).not.toContain('new PostgreSQL cluster');
      expect(fs.readFileSync(path.join(folder, 'data/secrets.json'), 'utf8')).toBe(secrets);
      left = second;
    },
    LIMIT_MS,
  );

  test(
    'kill -9 leaves no process behind',
    async () => {
      const product = left ?? (await startPrepared(topology)); // the one of before, unless this test runs alone
      await product.ready();
      const family = product.family();
      product.child.kill('SIGKILL');
      await untilGone(family);
    },
    LIMIT_MS,
  );
});

describe('apart, a role', () => {
  beforeAll(open);
  afterAll(close, LIMIT_MS);

  test(
    'that dies takes the others with it, and is named',
    async () => {
      const product = await startPrepared('apart');
      await product.ready();
      const family = product.family();
      const users = running(family).find((line) => line.includes('subgraphs/users/main.js'))!;
      process.kill(Number.parseInt(users, 10), 'SIGKILL');
      expect(await product.ended).toBe(1);
      expect(product.said()).toContain('users ended by itself');
      await untilGone(family);
    },
    LIMIT_MS,
  );
});
