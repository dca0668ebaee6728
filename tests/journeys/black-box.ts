import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CHEAP_HASHING } from '../cheap-hashing.ts';
import { testPostgresDoor } from '#chassis/testing/settings';
import { freePort } from '../free-port.ts';
import { copyPreparedData, removeData } from '../prepared-data.ts';

export type Topology = 'together' | 'apart';

const READY_WITHIN_MS = 90_000;

/** The product as a process of its own, on a data folder where only the demo story was told: nothing of it is reachable but what a user reaches. */
export interface BlackBox {
  readonly url: string;
  readonly dataDir: string;
  readonly mail: string;
  /** What it printed so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. The data stays. */
  stop(): Promise<number | null>;
  /** Starts again on the same data. */
  restart(): Promise<void>;
  /** Removes the data; stops first if it still runs. */
  remove(): Promise<void>;
}

export async function startBlackBox(topology: Topology, env: Record<string, string> = {}): Promise<BlackBox> {
  const dataDir = mkdtempSync(join(tmpdir(), `journey-${topology}-`));
  chmodSync(dataDir, 0o755); // as root, PostgreSQL runs as another user
  await copyPreparedData(testPostgresDoor(), dataDir);
  const port = await freePort();
  let child: ChildProcess | undefined;
  let output = '';

  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [`dist/platform/${topology}.js`], {
      env: { ...process.env, NODE_ENV: 'development', PORT: String(port), DATA_DIR: dataDir, ...CHEAP_HASHING, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const exited = once(started, 'exit');
    const banner = new Promise<void>((resolve) => {
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output.includes('Stop with Ctrl-C')) resolve();
        });
      }
    });
    const late = new AbortController();
    await Promise.race([
      banner,
      exited.then(([code]) => Promise.reject(new Error(`it ended with ${String(code)}:\n${output}`))),
      pause(READY_WITHIN_MS, undefined, { signal: late.signal }).then(() => {
        started.kill('SIGKILL');
        throw new Error(`not ready within ${READY_WITHIN_MS / 1000} s:\n${output}`);
      }),
    ]).finally(() => late.abort());
  };
  const stop = async (): Promise<number | null> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return running?.exitCode ?? null;
    const exited = once(running, 'exit');
    running.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return code;
  };
  const remove = async (): Promise<void> => {
    await stop();
    removeData(dataDir);
  };
  await start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url: `http://localhost:${port}`,
    dataDir,
    mail: join(dataDir, 'mail'),
    output: () => output,
    stop,
    async restart() {
      output = '';
      await start();
    },
    remove,
  };
}
