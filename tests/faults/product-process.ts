import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { CHEAP_HASHING } from '../cheap-hashing.ts';

/** The built product as an operator starts it: a process with children. */
export interface ProductProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | string>;
  said(): string;
  /** Waits for the banner; throws with everything that was said when it ends before. */
  ready(): Promise<void>;
  /** This process and everything below it, as it is now. */
  family(): number[];
}

/** `npm test` has built it. */
export function startProduct(
  topology: 'together' | 'apart',
  port: number,
  dataFolder: string,
  env: Record<string, string> = {},
): ProductProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `dist/platform/${topology}.js`], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: dataFolder,
      ...compiled(),
      ...CHEAP_HASHING,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string);
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => said.includes('Stop with Ctrl-C') && resolve());
    void ended.then((how) => reject(new Error(`${topology} ended (${how}) before it was ready:\n${said}`)));
  });
  ready.catch(() => {}); // told to whoever awaits it
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    ended,
    said: () => said,
    ready: () => ready,
    family: () => familyOf(child.pid!),
  };
}

/** Where Node keeps what it compiled, when `npm test` says so. */
function compiled(): Record<string, string> {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

/** A process and everything below it, as it is now. */
export function familyOf(root: number): number[] {
  const family = [root];
  const processes = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  for (const parent of family) family.push(...processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid));
  return family;
}
