import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

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
