import fs from 'node:fs';
import path from 'node:path';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { lockFolder } from '../folder-lock.ts';
import { PlainFault } from '../plain-fault.ts';
import { program, usableBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { homeOf, outsideBase, type Home } from './home.ts';
import { clearOldPostmaster, guardAgainstOurDeath, stopPostmaster } from './postmaster.ts';
import { give, ownerOf, serverUser, type ServerUser } from './server-user.ts';
import { sharedBuffers } from './shared-buffers.ts';

export const SUPERUSER = 'postgres';
const START_MS = 60_000;
const LOG_LINES = 25;

export interface PostgresServer {
  /** With the password: for bootstrap only, never to be printed. */
  readonly superuserUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data lie; not below DATA_DIR when another user runs PostgreSQL and cannot enter there. */
  readonly data: string;
  /** Resolves with PostgreSQL's last words when it ends without having been told to. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly dataFolder: string;
  /** Of the superuser; PostgreSQL keeps only its SCRAM verifier. */
  readonly password: string;
  /** Loopback port; a free one by default. */
  readonly port?: number;
  /** Ports that are free now and will be used by others. */
  isTaken?(port: number): boolean;
  /** Instead of /var/lib/venture-os, where the files cannot lie in the data folder. */
  readonly outside?: string;
  /** For tests: faster, and lost with the machine's power. */
  readonly disposable?: boolean;
  say?(line: string): void;
}

/**
 * Starts the PostgreSQL of the npm packages on `dataFolder`, making the cluster on the first call, and resolves when it accepts
 * connections on the loopback. Nothing is trusted: SCRAM for every connection.
 * @throws PlainFault naming the process that uses the folder, or with PostgreSQL's own last lines when it does not start
 */
export async function launchPostgres(options: LaunchOptions): Promise<PostgresServer> {
  const say = options.say ?? (() => {});
  const home = homeOf(options.dataFolder, serverUser(), options.outside);
  const user = ownerOf(home.data, serverUser());
  const lock = await lockFolder(home.folder, 'The database folder', say);
  try {
    const native = usableBinaries(user, () =>
      user.uid === undefined ? options.dataFolder : outsideBase(options.outside),
    );
    if (!fs.existsSync(path.join(home.data, 'PG_VERSION'))) {
      say('making a new PostgreSQL cluster');
      initialise(native, home, user, options);
    }
    await clearOldPostmaster(home.data, say);
    return await started(native, home, user, lock.release, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function initialise(native: string, home: Home, user: ServerUser, options: LaunchOptions): void {
  const passwordFile = path.join(home.folder, `password.${process.pid}`);
  fs.writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  give(user, passwordFile);
  try {
    // Sorting is PostgreSQL's own on every system; the word characters of pg_trgm still come from libc, whose locales differ.
    let said = '';
    for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      const { status, stdout, stderr, error } = spawnSync(
        program(native, 'initdb'),
        [
          [
            '-D',
            home.data,
            '-U',
            SUPERUSER,
            '-E',
            'UTF8',
            '--no-instructions',
            ...(options.disposable ? ['--no-sync'] : []),
          ],
          ['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
          ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${ctype}`],
        ].flat(),
        { ...user, cwd: path.parse(native).root, encoding: 'utf8' },
      );
      if (status === 0) return;
      said = error?.message ?? `${stdout}\n${stderr}`;
      if (!/locale/.test(said)) break;
    }
    throw new PlainFault(
      `PostgreSQL could not make its cluster in ${home.data}. It said:\n${lastLines(said.split('\n'))}`,
    );
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

async function started(
  native: string,
  home: Home,
  user: ServerUser,
  release: () => void,
  options: LaunchOptions,
): Promise<PostgresServer> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const port = options.port ?? (await freePort(options.isTaken));
    const child = spawn(program(native, 'postgres'), flags(home.data, port, options.disposable === true), {
      ...user,
      cwd: path.parse(native).root,
      detached: true, // Ctrl-C reaches the whole terminal group: PostgreSQL must outlive our own drain
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    const fault = await readiness(child, said, deadline);
    if (fault === null) return running(child, said, port, native, home, user, release, options.password);
    // Backends of a killed server hold their shared memory for a moment; a free port may be taken by somebody faster.
    const passing =
      /still in use|Address already in use|could not create any TCP/.test(fault) && options.port === undefined;
    if (!passing || Date.now() > deadline - START_MS + 10_000) {
      throw new PlainFault(`PostgreSQL does not start on ${home.data}. Its last lines:\n${fault}`);
    }
    await pause(200);
  }
}

function running(
  child: ChildProcess,
  said: string[],
  port: number,
  native: string,
  home: Home,
  user: ServerUser,
  release: () => void,
  password: string,
): PostgresServer {
  const dismissGuard = guardAgainstOurDeath(child.pid!, user);
  let told = false;
  let guardGone: Promise<void> | undefined;
  const lost = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      guardGone = dismissGuard();
      release();
      if (!told) resolve(`PostgreSQL ended (${signal ?? `exit code ${code}`}). Its last lines:\n${lastLines(said)}`);
    });
  });
  return {
    superuserUrl: `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid!,
    data: home.data,
    lost,
    stop: async () => {
      told = true;
      await stopPostmaster(child, native, home.data);
      await guardGone;
    },
  };
}

function flags(data: string, port: number, disposable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    max_wal_size: '4GB', // with 1 GB a busy ledger or game makes checkpoints all the time, and logs every page whole after each
    shared_buffers: disposable ? '128MB' : sharedBuffers(),
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    ...(disposable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** Null when it accepts connections; its last lines when it ended or said nothing in time. Goes on reading, so that the pipe never fills. */
function readiness(child: ChildProcess, said: string[], deadline: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGQUIT'), Math.max(0, deadline - Date.now()));
    const answer = (fault: string | null): void => {
      clearTimeout(timer);
      resolve(fault);
    };
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said.push(...text.split('\n').filter((line) => line.trim() !== ''));
      said.splice(0, said.length - LOG_LINES);
      if (text.includes('ready to accept connections')) answer(null);
    });
    child.once('error', (error) => answer(error.message));
    child.once('close', () => answer(lastLines(said)));
  });
}

function lastLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-LOG_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}
