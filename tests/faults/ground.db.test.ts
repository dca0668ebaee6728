import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { processesOf, query, startGround, until, type GroundProcess } from './ground-process.ts';

const AS_ROOT = process.getuid?.() === 0;

let folder: string;
let started: GroundProcess[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ground-'));
  fs.chmodSync(folder, 0o755);
  started = [];
});
afterEach(async () => {
  for (const ground of started) {
    ground.child.kill('SIGTERM');
    await ground.ended;
  }
  await until(() => processesOf(folder).length === 0);
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(env: Record<string, string> = {}, as = {}): GroundProcess {
  const ground = startGround({ DATA_DIR: path.join(folder, 'data'), PORT: '0', ...env }, as);
  started.push(ground);
  return ground;
}

const portOf = (url: string): number => Number(new URL(url).port);
const postmasterOf = (data = path.join(folder, 'data/postgres/data')): number =>
  Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

describe('one folder, one process', () => {
  test('of two starts at once one is up, and the other names it and ends; the first lives on', async () => {
    const pair = [start(), start()];
    const ups = await Promise.all(pair.map(({ up }) => up));
    const winner = ups.findIndex((up) => up !== undefined);
    const loser = pair[1 - winner]!;
    expect(ups.filter((up) => up !== undefined)).toHaveLength(1);
    expect(await loser.ended).toBe(1);
    expect(loser.said()).toContain(`in use by process ${pair[winner]!.child.pid}`);
    expect(loser.said()).not.toContain('    at ');
    expect(await query(ups[winner]!.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('an end without a word', () => {
  test('kill -9 loses nothing that was committed: PostgreSQL ends too, and the next start has the data', async () => {
    const first = start();
    const { url } = (await first.up)!;
    await query(url, "create table kept as select 'acknowledged' as word");
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start(); // at once: the orphan may still be on its way out
    const again = (await second.up)!;
    expect(await query(again.url, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
    await expect(query(`postgres://127.0.0.1:${portOf(url)}/`, 'select 1')).rejects.toThrow();
  });

  test('kill -9 of both: the files that say "I am running" are seen to be stale', async () => {
    const first = start();
    const { url } = (await first.up)!;
    await query(url, "create table kept as select 'acknowledged' as word");
    process.kill(first.child.pid!, 'SIGSTOP'); // so that it cannot tidy up when PostgreSQL dies
    process.kill(postmasterOf(), 'SIGKILL');
    first.child.kill('SIGKILL');
    await first.ended;
    const again = (await start().up)!;
    expect(await query(again.url, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
  });

  test('when PostgreSQL dies, the process says so and ends instead of living on without it', async () => {
    const ground = start();
    await ground.up;
    process.kill(postmasterOf(), 'SIGKILL');
    expect(await ground.ended).toBe(1);
    expect(ground.said()).toContain('PostgreSQL ended (SIGKILL)');
  });
});

test('a start while the last one is still stopping waits for it', async () => {
  const first = start();
  const { url } = (await first.up)!;
  await query(url, "create table kept as select 'acknowledged' as word");
  const data = path.join(folder, 'data');
  process.kill(postmasterOf(), 'SIGSTOP'); // so that the stop takes a while
  first.child.kill('SIGTERM');
  await until(() => fs.readFileSync(path.join(data, 'lock.json'), 'utf8').includes('leaving'));
  const second = start();
  await until(() => second.said().includes(`process ${first.child.pid} is still stopping`));
  process.kill(postmasterOf(), 'SIGCONT');
  expect(await first.ended).toBe(0);
  expect(await query((await second.up)!.url, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
});

test('SIGTERM ends PostgreSQL cleanly and leaves no process, no lock and no pid file', async () => {
  const ground = start();
  await ground.up;
  const data = path.join(folder, 'data');
  ground.child.kill('SIGTERM');
  expect(await ground.ended).toBe(0);
  expect(processesOf(folder)).toEqual([]);
  expect(fs.existsSync(path.join(data, 'lock.json'))).toBe(false);
  expect(fs.existsSync(path.join(data, 'postgres/lock.json'))).toBe(false);
  expect(fs.existsSync(path.join(data, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(fs.statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('nobody gets in over TCP without a password, the operating system user included', async () => {
  const { url } = (await start().up)!;
  for (const user of ['postgres', 'ground_one_role', os.userInfo().username]) {
    await expect(query(`postgres://${user}:wrong@127.0.0.1:${portOf(url)}/venture`, 'select 1')).rejects.toThrow(
      /password/,
    );
  }
});

describe('what is wrong is said in a sentence, before anything is started', () => {
  const TELLS_NOTHING_MORE = /\n {4}at |starting PostgreSQL/;

  test('all wrong settings at once', async () => {
    const ground = start({
      NODE_ENV: 'production',
      PORT: 'many',
      CLOCK: 'sundial',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
    });
    expect(await ground.ended).toBe(1);
    for (const name of ['PORT', 'CLOCK', 'DATABASE_URL']) expect(ground.said()).toContain(`- ${name} is wrong`);
    expect(ground.said()).toContain('- MASTER_SECRET is missing');
    expect(ground.said()).not.toMatch(TELLS_NOTHING_MORE);
    expect(ground.said()).not.toContain('hunter2');
  });

  test('production without a master secret, or with a movable clock', async () => {
    const ground = start({ NODE_ENV: 'production', CLOCK: 'movable' });
    expect(await ground.ended).toBe(1);
    expect(ground.said()).toContain('CLOCK is wrong: movable is refused in production');
    expect(ground.said()).toContain('MASTER_SECRET is missing');
  });

  test('a port that is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as net.AddressInfo;
    const ground = start({ PORT: String(port) });
    expect(await ground.ended).toBe(1);
    expect(ground.said()).toContain(`Port ${port} is taken`);
    expect(ground.said()).not.toMatch(TELLS_NOTHING_MORE);
    other.close();
  });

  test('a data folder that is a file, or that the user may not write', async () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const onFile = start({ DATA_DIR: path.join(file, 'data') });
    expect(await onFile.ended).toBe(1);
    expect(onFile.said()).toContain('is a file');
    const closed = path.join(folder, 'closed');
    fs.mkdirSync(closed, { mode: 0o500 });
    const inClosed = start({ DATA_DIR: path.join(closed, 'data') }, AS_ROOT ? { uid: 65534, gid: 65534 } : {});
    expect(await inClosed.ended).toBe(1);
    expect(inClosed.said()).toMatch(/user \d+ may not read and write there/);
    expect(inClosed.said()).not.toMatch(TELLS_NOTHING_MORE);
  });

  test('a DATABASE_URL where nobody answers', async () => {
    const ground = start({ DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/venture' });
    expect(await ground.ended).toBe(1);
    expect(ground.said()).toContain('There is no PostgreSQL at 127.0.0.1:1 (ECONNREFUSED)');
    expect(ground.said()).not.toContain('hunter2');
  });
});

describe('a folder that was tampered with', () => {
  test('PostgreSQL that does not start shows its own last lines; lost secrets are named', async () => {
    const first = start();
    await first.up;
    first.child.kill('SIGTERM');
    await first.ended;
    const conf = path.join(folder, 'data/postgres/data/postgresql.conf');
    const good = fs.readFileSync(conf);
    fs.writeFileSync(conf, 'no_such_setting = 1\n');
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('unrecognized configuration parameter "no_such_setting"');
    fs.writeFileSync(conf, good);
    fs.rmSync(path.join(folder, 'data/secrets.json'));
    const third = start();
    expect(await third.ended).toBe(1);
    expect(third.said()).toContain('made with other secrets');
    expect(processesOf(folder)).toEqual([]);
  });
});

test('where another user must run PostgreSQL and cannot enter the folder, the data lie outside and a pointer leads there', async () => {
  const closed = path.join(folder, 'closed');
  const outside = path.join(folder, 'outside');
  fs.mkdirSync(closed, { mode: 0o700 });
  const env = { DATA_DIR: path.join(closed, 'data'), POSTGRES_DIR: outside };
  const { url } = (await start(env).up)!;
  await query(url, 'create table kept as select 1 as one');
  const pointer = fs.readFileSync(path.join(env.DATA_DIR, 'postgres.path'), 'utf8').trim();
  expect(pointer.startsWith(`${outside}/`)).toBe(true);
  started[0]!.child.kill('SIGTERM');
  await started[0]!.ended;
  const again = (await start({ DATA_DIR: env.DATA_DIR }).up)!; // the pointer is enough
  expect(await query(again.url, 'select one from kept')).toEqual([{ one: 1 }]);
  started[1]!.child.kill('SIGTERM');
  await started[1]!.ended;
  fs.rmSync(env.DATA_DIR, { recursive: true }); // somebody begins anew
  const anew = (await start(env).up)!;
  await expect(query(anew.url, 'select one from kept')).rejects.toThrow('does not exist');
});

test('started by root or not, PostgreSQL does not run as root', async () => {
  const { url } = (await start({}, AS_ROOT ? ownedByNobody() : {}).up)!;
  expect(await query(url, 'select current_user as who')).toEqual([{ who: 'ground_one_role' }]);
  expect(fs.statSync(path.join(folder, 'data/postgres/data')).uid).not.toBe(0);
});

function ownedByNobody(): { uid: number; gid: number } {
  fs.chownSync(folder, 65534, 65534);
  return { uid: 65534, gid: 65534 };
}
