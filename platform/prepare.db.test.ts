import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { standaloneSettings } from '#chassis/standalone/settings';
import { launchPostgres, type PostgresServer } from './postgres/launch.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const MASTER = 'm'.repeat(64);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prepare-'));
const roles = path.join(folder, 'roles');
let server: PostgresServer;

/** A server of its own, because roles and their passwords belong to the whole server. */
beforeAll(async () => {
  fs.chmodSync(folder, 0o755);
  server = await launchPostgres({ dataFolder: folder, password: 'p'.repeat(48), disposable: true });
}, 60_000);
afterAll(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function prepare() {
  const url = new URL(server.superuserUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const secrets = { DATABASE_URL: url.toString(), DATABASE_PASSWORD: password, MASTER_SECRET: MASTER };
  const env = { PATH: process.env.PATH, PUBLIC_URL: 'https://venture.example', ROLES_DIR: roles, ...secrets };
  return spawnSync(process.execPath, ['dist/platform/prepare.js'], { cwd: ROOT, env, encoding: 'utf8' });
}

const filesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    fs.readdirSync(path.join(roles, name)).map((file) => [`${file}_FILE`, path.join(roles, name, file)]),
  );

test('each process finds exactly its own secrets, and can sign in with them; a second run changes nothing', async () => {
  expect(prepare()).toMatchObject({ status: 0, stdout: 'prepared buz, gamification, users, gateway\n' });
  const first = filesOf('users');
  expect(Object.keys(first).sort()).toEqual(
    [
      'PEERS',
      'ROAD_KEYS',
      'SEAL_KEYS',
      'SUBGRAPH_SECRET',
      'USERS_DATABASE_URL',
      'USERS_FILE_KEY',
      'USERS_KEY_ENCRYPTION_KEY',
    ].map((each) => `${each}_FILE`),
  );
  const settings = standaloneSettings('users', { PORT: '4001', ...first });
  expect(settings.peers).toEqual({ buz: 'http://buz:4005', gamification: 'http://gamification:4004' });
  const texts = Object.values(first).map((file) => fs.readFileSync(file, 'utf8'));
  expect(texts.join()).not.toContain(MASTER);
  expect(prepare().status).toBe(0);
  expect(Object.values(filesOf('users')).map((file) => fs.readFileSync(file, 'utf8'))).toEqual(texts);

  const client = new pg.Client({ connectionString: settings.databaseUrl });
  await client.connect();
  try {
    expect((await client.query('select current_user')).rows).toEqual([{ current_user: 'users_role' }]);
    await expect(client.query('create table gamification.mine (id int)')).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
}, 60_000);

test('the preparation says every wrong setting at once', () => {
  const { status, stderr } = spawnSync(process.execPath, ['dist/platform/prepare.js'], {
    cwd: ROOT,
    env: {},
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/DATABASE_URL is missing[^]*MASTER_SECRET is missing[^]*PUBLIC_URL is missing/);
});
