import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { federatedPair, type Pair } from '../testing/pair.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { until } from '../testing/until.ts';
import { SealKeys } from './seal-key.ts';

const MASTER_SECRET = 'a master secret of the tests, long enough';
const FIRST = 'query First { open { title } }';
const SECOND = 'query Second { open { title } }';

interface Line {
  readonly msg: string;
  readonly what?: string;
  readonly url?: string;
  readonly err?: { readonly message: string };
}

/** A gateway process as it is deployed, whose identity subgraph takes its second seal key only. */
describe('a gateway that hears SIGHUP', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hangup-'));
  const at = (name: string) => path.join(folder, name);
  const write = (name: string, text: string) => fs.writeFileSync(at(name), text);
  let pair: Pair;
  let users: Served;
  let child: ChildProcess;
  let said = '';
  let url: string;
  const lines = (): Line[] =>
    said
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);

  beforeAll(async () => {
    pair = await federatedPair();
    const sealKey = new SealKeys({ masterSecret: MASTER_SECRET, sealKeyId: 'k2' }).of('users');
    const mounted = { name: 'users', schema: buildSchema('type Query { a: Int }'), endpoint: pair.users.endpoint };
    users = await serveSubgraph({ ...mounted, ready: async () => {} } as Partial<Mounted> as Mounted, {
      ...{ port: 0, host: '127.0.0.1', sealKeys: [sealKey], log: recordingLog() },
    });
    fs.mkdirSync(at('operations'));
    write('operations/first.graphql', FIRST);
    write('supergraph.graphql', pair.supergraphSdl);
    write('key', 'k1');
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'dist/gateway/main.js'], {
      env: {
        ...{ PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
        ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, NODE_ENV: 'development', LIMITS: 'development' },
        ...{ MASTER_SECRET, SEAL_KEY_ID_FILE: at('key'), SUPERGRAPH_FILE: at('supergraph.graphql') },
        ...{ DOCUMENTS: 'trusted', OPERATIONS_DIR: at('operations') },
        SUBGRAPHS: `users=${new URL(users.url).origin},games=http://127.0.0.1:9`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => lines().some(({ msg }) => msg === 'the gateway is ready'), 60_000);
    url = lines().find((line) => line.msg === 'the gateway is ready')!.url!;
  }, 90_000);
  afterAll(async () => {
    child.kill('SIGKILL');
    await users.stop();
    pair.users.stop();
    fs.rmSync(folder, { recursive: true });
  });

  /** What it said of each thing that it was told to read anew. */
  async function hangUp(): Promise<Record<string, Line>> {
    said = '';
    child.kill('SIGHUP');
    const told = () => lines().filter(({ msg }) => /^(not )?reloaded/.test(msg));
    await until(() => told().length === 4, 30_000);
    return Object.fromEntries(told().map((line) => [line.what!, line]));
  }
  /** Asks again when a machine that stood still for seconds let the time of a read pass: that is not what is tested here. */
  const ask = async (query: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    const code = errors?.[0]?.extensions.code;
    return code === 'GATEWAY_TIMEOUT' ? ask(query) : (code ?? data);
  };

  test('says at its start what it cannot do without a database', () => {
    expect(said).toContain('GATEWAY_DATABASE_URL is not set: API keys are refused');
  });

  test('keeps what it has, and says why, when what it reads cannot serve', async () => {
    write('key', 'no key id!');
    write('supergraph.graphql', 'type Query { a: Int }');
    write('operations/broken.graphql', 'query {');
    const told = await hangUp();
    expect(Object.values(told).map(({ msg }) => msg)).toEqual(Array(4).fill('not reloaded: it stays as it was'));
    expect(told['the seal key']!.err!.message).toContain('SEAL_KEY_ID is wrong');
    expect(told['the supergraph']!.err!.message).toContain('supergraph refused');
    expect(told['the registered operations']!.err!.message).toContain('Syntax Error');
    expect(told['the keys of tokens']!.err).toBeDefined(); // under its first key nobody answers it
    expect(await ask(FIRST)).toBe('BAD_GATEWAY');
    expect(await ask(SECOND)).toBe('FORBIDDEN');
  });

  test('serves what it reads: supergraph, operations, the keys of tokens, and the key that it seals with', async () => {
    write('key', 'k2');
    write('supergraph.graphql', `# another\n${pair.supergraphSdl}`);
    fs.rmSync(at('operations/broken.graphql'));
    fs.renameSync(at('operations/first.graphql'), at('operations/second.graphql'));
    write('operations/second.graphql', SECOND);
    const told = await hangUp();
    const keys = [expect.any(String)];
    expect(told).toMatchObject({
      'the seal key': { msg: 'reloaded', key: 'k2' },
      'the supergraph': { msg: 'reloaded', supergraph: expect.any(String) },
      'the keys of tokens': { msg: 'reloaded', keys },
      'the registered operations': { msg: 'reloaded', documents: 1 },
    });
    expect(await ask(SECOND)).toEqual({ open: { title: expect.any(String) } });
    expect(await ask(FIRST)).toBe('FORBIDDEN');
  });

  test('does not take another master secret while it lives', () => {
    const keys = new SealKeys({ masterSecret: MASTER_SECRET, sealKeyId: 'k1' });
    expect(() => keys.replace({ masterSecret: `${MASTER_SECRET}!`, sealKeyId: 'k2' })).toThrow('takes a restart');
    expect(keys.of('users').id).toBe('k1');
  });
});
