import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainFault } from './plain-fault.ts';
import { guardAgainstOurDeath } from './postgres/postmaster.ts';

const READY_MS = 60_000;
const PROBE_MS = 100;

/** One process of the product: what it runs, with which settings, and where it says that it is ready. */
export interface Role {
  readonly name: string;
  /** Arguments for Node: the file and what follows. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readyUrl: string;
}

/** Processes that live and end together. Nothing is started again: in production that is the work of the orchestrator. */
export interface ProcessGroup {
  /** Starts the role and resolves when it is ready. @throws PlainFault when it ends before, with its exit code */
  start(role: Role): Promise<void>;
  /** Resolves with the name of the first role that ends without having been told to. */
  readonly lost: Promise<string>;
  /** SIGTERM, in the opposite order of starting, one after the other; SIGKILL to one that needs longer than `limitMs`. */
  stop(limitMs?: number): Promise<void>;
}

interface Running {
  readonly role: Role;
  readonly child: ChildProcess;
  readonly gone: Promise<unknown>;
  readonly dismissGuard: () => Promise<void>;
}

export function createProcessGroup(print: (line: string) => void): ProcessGroup {
  const running: Running[] = [];
  let stopping = false;
  let lose: (name: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });

  const start = async (role: Role): Promise<void> => {
    const child = spawn(process.execPath, [...role.program], {
      env: role.env as NodeJS.ProcessEnv,
      detached: true, // Ctrl-C reaches us alone, so that they end in order
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const gone = once(child, 'exit');
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output! }).on('line', (line) => print(`${role.name.padEnd(13)}│ ${line}`));
    }
    const one: Running = { role, child, gone, dismissGuard: guardAgainstOurDeath(child.pid!, {}) };
    running.push(one);
    void gone.then(async () => {
      await one.dismissGuard();
      if (!stopping) lose(role.name);
    });
    await untilReady(one);
  };

  const stop = async (limitMs = 20_000): Promise<void> => {
    stopping = true;
    for (let one = running.pop(); one; one = running.pop()) await end(one, limitMs);
  };
  return { start, stop, lost };
}

async function untilReady({ role, child }: Running): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new PlainFault(
        `${role.name} ended (${child.signalCode ?? `exit code ${child.exitCode}`}) before it was ready: its lines above say why.`,
      );
    }
    const answer = await fetch(role.readyUrl, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await pause(PROBE_MS);
  }
  throw new PlainFault(`${role.name} was not ready within ${READY_MS / 1000} s (${role.readyUrl}).`);
}

async function end({ child, gone, dismissGuard }: Running, limitMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), limitMs);
    await gone;
    clearTimeout(impatience);
  }
  await dismissGuard();
}
