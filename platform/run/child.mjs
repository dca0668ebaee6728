import { spawn } from 'node:child_process';
import os from 'node:os';

const PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Runs a program to its end with our terminal and resolves with its exit code (128 + n when signal n ended it). Signals that reach us
 * are passed on, and we wait: the program decides how to stop.
 */
export async function runToEnd(command, args, env = {}, { shell = false, stdout = 1 } = {}) {
  return started(command, args, env, { shell, stdout }).ended;
}

/** The same, with the child at hand. */
export function started(command, args, env = {}, { shell = false, stdout = 1 } = {}) {
  const child = spawn(command, args, {
    stdio: ['inherit', stdout, 'inherit'],
    // four passwords may be hashed at once, each on a thread of this pool: files and name look-ups need some beside them
    env: { UV_THREADPOOL_SIZE: '12', ...process.env, ...env },
    shell,
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of PASSED_ON) process.on(signal, pass);
  // npm's shell does not pass signals on, and npm may be killed without a word: either way nobody is above us any more. Once, because
  // a second signal means "at once".
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(orphaned);
    child.kill('SIGTERM');
  }, 250);
  orphaned.unref();
  if (!process.env.npm_lifecycle_event) clearInterval(orphaned);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  }).finally(() => {
    clearInterval(orphaned);
    for (const signal of PASSED_ON) process.off(signal, pass);
  });
  return { child, ended };
}
