import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_WITHIN_MS = 110_000;
const STOP_WITHIN_MS = 30_000;

/** A platform in a process of its own, as `npm start` starts it, on a fresh data folder. */
export interface RunningPlatform {
  readonly url: string;
  /** Ends it as an operator would (SIGTERM), removes its data, and tells its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the platform and waits until it says that it is ready; throws with its output when it does not get there. */
export async function startPlatform(): Promise<RunningPlatform> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'platform-'));
  const child = spawn(process.execPath, ['platform/run.mjs', 'start'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);

  const url = `http://localhost:${port}`;
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    const code = await exited;
    clearTimeout(force);
    rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  try {
    await Promise.race([
      untilReady(url),
      exited.then((code) => Promise.reject(new Error(`the platform ended with ${code} before it was ready`))),
    ]);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n--- output of the platform ---\n${output}`);
  }
  return { url, stop };
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_WITHIN_MS;
  while (performance.now() < deadline) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok === true) return;
    await pause(200);
  }
  throw new Error(`the platform was not ready within ${START_WITHIN_MS} ms`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
