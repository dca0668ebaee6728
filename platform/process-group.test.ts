import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from './postgres/free-port.ts';
import { isAlive } from './process-identity.ts';
import { createProcessGroup, type ProcessGroup, type Role } from './process-group.ts';

let lines: string[];
let group: ProcessGroup;
afterEach(() => group.stop(1_000));

function begin(): void {
  lines = [];
  group = createProcessGroup((line) => void lines.push(line));
}

/** A program that says its pid, is ready at once, and runs `also`. */
async function role(name: string, also = ''): Promise<Role> {
  const port = await freePort();
  const program = `console.log('pid ' + process.pid);
    require('http').createServer((q, r) => r.end('ok')).listen(${port}, '127.0.0.1');
    process.on('SIGTERM', () => { console.log('ends'); process.exit(0); });
    ${also}`;
  return { name, program: ['-e', program], env: {}, readyUrl: `http://127.0.0.1:${port}/` };
}

const pidOf = (name: string): number => Number(/pid (\d+)/.exec(lines.find((line) => line.startsWith(name))!)![1]);

describe('processes that live together', () => {
  test('each line says whose it is; they end in the opposite order of starting', async () => {
    begin();
    for (const name of ['users', 'gateway']) await group.start(await role(name));
    const pids = ['users', 'gateway'].map(pidOf);
    expect(pids.every(isAlive)).toBe(true);
    await group.stop();
    expect(pids.some(isAlive)).toBe(false);
    expect(lines.filter((line) => line.endsWith('ends')).map((line) => line.split(' ')[0])).toEqual([
      'gateway',
      'users',
    ]);
  });

  test('one that dies is named, so that the others can be ended; nothing is started again', async () => {
    begin();
    await group.start(await role('users'));
    await group.start(await role('gateway'));
    process.kill(pidOf('users'), 'SIGKILL');
    expect(await group.lost).toBe('users');
    expect(isAlive(pidOf('gateway'))).toBe(true);
  });

  test('one that ends before it is ready is a fault that names it and its exit code', async () => {
    begin();
    const broken = { ...(await role('users')), program: ['-e', "console.error('no database'); process.exit(3)"] };
    await expect(group.start(broken)).rejects.toThrow('users ended (exit code 3) before it was ready');
    expect(lines.join()).toContain('no database');
  });

  test('one that does not hear SIGTERM is killed when its time is over', async () => {
    begin();
    await group.start(await role('deaf', "process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});"));
    const pid = pidOf('deaf');
    await group.stop(200);
    expect(isAlive(pid)).toBe(false);
  });
});
