import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { query, startGround, type GroundProcess } from './ground-process.ts';

let database: TestDatabase;
let folder: string;
let started: GroundProcess[] = [];
beforeAll(async () => {
  database = await testDatabase(['somebody']);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'own-postgres-'));
});
afterEach(async () => {
  for (const ground of started) {
    ground.child.kill('SIGTERM');
    await ground.ended;
  }
  started = [];
});
afterAll(async () => {
  await database?.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(databaseUrl: string): GroundProcess {
  const ground = startGround({ DATA_DIR: path.join(folder, 'data'), PORT: '0', DATABASE_URL: databaseUrl });
  started.push(ground);
  return ground;
}

test('an account that may not make roles is shown the SQL, which suffices; then its own PostgreSQL serves and no other is started', async () => {
  const name = new URL(database.superuserUrl).pathname.slice(1);
  await query(database.superuserUrl, `create role ${name}_plain login password 'plain'`);
  await query(database.superuserUrl, `grant connect on database ${name} to ${name}_plain`);
  const plainUrl = new URL(database.superuserUrl);
  plainUrl.username = `${name}_plain`;
  plainUrl.password = 'plain';

  const refused = start(plainUrl.toString());
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain(`The account "${name}_plain" of DATABASE_URL cannot prepare the database`);
  expect(refused.said()).not.toMatch(/\n {4}at /);
  const sql = refused.said().slice(refused.said().indexOf('create schema if not exists extensions'));
  await query(database.superuserUrl, sql);

  const { url } = (await start(plainUrl.toString()).up)!;
  expect(new URL(url).host).toBe(plainUrl.host);
  expect(await query(url, 'select current_schema() as schema, current_user as role')).toEqual([
    { schema: 'ground_one', role: 'ground_one_role' },
  ]);
  expect(fs.existsSync(path.join(folder, 'data/postgres'))).toBe(false);
});

test('a superuser is enough by itself', async () => {
  const { url } = (await start(database.superuserUrl).up)!;
  expect(await query(url, 'select current_schema() as schema')).toEqual([{ schema: 'ground_one' }]);
});
