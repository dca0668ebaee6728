import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Start } from './contender.ts';
import { supergraph } from './subgraphs.ts';

export interface Running {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  stop(): Promise<void>;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
/** As each of them is run where it serves people. */
const ENV = { NODE_ENV: 'production' };
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning'];

export function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (value) => {
      child.off('exit', ended);
      resolve(value as T);
    });
  });
}

export function startHere(file: string, args: readonly string[] = [], flags: readonly string[] = []): ChildProcess {
  return fork(here(file), args, { execArgv: [...NODE_FLAGS, ...flags], env: ENV });
}

export async function startContender(start: Start, urls: object, flags: readonly string[] = []): Promise<Running> {
  const child = startHere('./contender.ts', [JSON.stringify(start), JSON.stringify(urls)], flags);
  const begun = await message<Omit<Running, 'stop'>>(child);
  return { ...begun, stop: () => ended(child, () => child.disconnect()) };
}

/** Hive Gateway as its command starts it, without logs of its own. */
export async function startHive(rust: boolean, inboundDedupe: boolean, urls: Record<string, string>): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'hive-'));
  const [schema, config] = [join(folder, 'supergraph.graphql'), join(folder, 'gateway.config.mjs')];
  writeFileSync(
    schema,
    supergraph((name) => urls[name]!),
  );
  const settings = { inboundInflightRequestDeduplication: inboundDedupe, logging: 'error' };
  writeFileSync(config, `export const gatewayConfig = ${JSON.stringify(settings)};\n`);
  const port = await freePort();
  const args = ['supergraph', schema, '-c', config, '--host', '127.0.0.1', '--port', String(port), '--fork', '1'];
  const child = spawn(
    process.execPath,
    [
      here('./peers/node_modules/@graphql-hive/gateway/dist/bin.js'),
      ...args,
      ...(rust ? ['--hive-router-runtime'] : []),
    ],
    { cwd: here('./peers'), env: ENV, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const url = `http://127.0.0.1:${port}/graphql`;
  await answering(url, child);
  return { url, headers: {}, pid: child.pid!, stop: () => ended(child, () => child.kill('SIGTERM')) };
}

/** Leaves a CPU to the gateway alone, where the machine has two and the command is there. */
export function pin(pid: number, cpu: number): boolean {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(cpu), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // the report says so
  }
}

/** CPU time of the process and its children, in ms, and its peak memory, in MB: what the kernel says of every contender alike. */
export function usage(pid: number): { readonly cpuMs: number; readonly peakMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuMs: ticks * 10, peakMb: Math.round(Number(peak) / 1024) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000;
  const body = JSON.stringify({ query: '{ __typename }' });
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Hive Gateway ended with ${child.exitCode}`);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Hive Gateway did not begin to answer');
}

function ended(child: ChildProcess, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    end();
  });
}
