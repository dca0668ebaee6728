import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';

/** The ground as a process: its first line of answer, what it said, and its end. */
export interface GroundProcess {
  readonly child: ChildProcess;
  /** Undefined when it ended without being up. */
  readonly up: Promise<{ url: string; now: string } | undefined>;
  readonly ended: Promise<number | string>;
  said(): string;
}

export function startGround(env: Record<string, string>, as: { uid?: number; gid?: number } = {}): GroundProcess {
  const program = path.resolve('tests/faults/ground-program.ts');
  const child = spawn(process.execPath, ['--conditions=source', '--disable-warning=ExperimentalWarning', program], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let answer = '';
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string);
  const up = new Promise<{ url: string; now: string } | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.includes('\n')) resolve(JSON.parse(answer.split('\n')[0]!));
    });
    void ended.then(() => resolve(undefined));
  });
  return { child, up, ended, said: () => said };
}

/** One statement, as whoever the URL says. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Processes (ours or PostgreSQL's) whose command line names the folder. */
export function processesOf(place: string): string[] {
  const list = spawnSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).stdout.split('\n');
  return list.filter((line) => line.includes(place) && !/^\s*\d+ Z/.test(line));
}

export async function until(holds: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true in time');
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
