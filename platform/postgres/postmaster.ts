import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, isAlive } from '../process-identity.ts';
import { program } from './binaries.ts';
import type { ServerUser } from './server-user.ts';

const FAST_STOP_MS = 15_000;

/**
 * Makes way for a new postmaster after a crash of ours. The caller holds the folder's lock, so a postmaster that still runs there is an
 * orphan and is asked to stop; a pid file whose process is gone (or is somebody else by now) is removed.
 */
export async function clearOldPostmaster(data: string, say: (line: string) => void): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  if (pid > 0 && isAlive(pid) && isPostmasterOf(pid, data)) {
    say(`stopping the PostgreSQL (process ${pid}) that an earlier run left behind`);
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + FAST_STOP_MS;
    while (isAlive(pid) && Date.now() < deadline) await pause(25);
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    while (isAlive(pid) && Date.now() < deadline + 5_000) await pause(25);
  }
  fs.rmSync(file, { force: true });
}

function isPostmasterOf(pid: number, data: string): boolean {
  const command = commandOf(pid);
  return command === '' ? process.platform === 'win32' : command.includes('postgres') && command.includes(data);
}

/** Fast shutdown: open transactions roll back, everything committed is on disk. Immediate shutdown when that takes too long. */
export async function stopPostmaster(child: ChildProcess, native: string, data: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (process.platform === 'win32') {
    spawnSync(program(native, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-s']);
  } else child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS);
  await gone;
  clearTimeout(impatience);
}

/**
 * Stops PostgreSQL when this process dies without a word (kill -9): a shell that waits for the end of a pipe which only we hold open.
 * Returns what to await once PostgreSQL has ended by itself.
 */
export function guardAgainstOurDeath(postmaster: number, user: ServerUser): () => Promise<void> {
  if (process.platform === 'win32') return () => Promise.resolve();
  const guard = spawn('/bin/sh', ['-c', 'read _ && exit; kill -INT "$0" 2>/dev/null', String(postmaster)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve()); // no shell: the next start stops the orphan instead
  });
  guard.stdin.on('error', () => {});
  (guard.stdin as unknown as { unref(): void }).unref();
  guard.unref();
  return () => {
    guard.ref(); // whoever awaits its end must live that long
    guard.stdin.end('over\n');
    return gone;
  };
}
