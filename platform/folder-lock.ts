import fs from 'node:fs';
import path from 'node:path';
import { PlainFault } from './plain-fault.ts';
import { isAlive, startOf } from './process-identity.ts';

interface Holder {
  readonly pid: number;
  readonly start: string;
}

/**
 * Keeps a folder for one process: a file with its pid and start time, made atomically. The lock of a dead process is taken over;
 * that of a living one is a fault that names it. `release` is idempotent, and so is dying without it.
 */
export function lockFolder(folder: string, purpose: string): { release(): void } {
  const file = path.join(folder, 'lock.json');
  const own: Holder = { pid: process.pid, start: startOf(process.pid) };
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (linked(draft, file)) return { release: () => releaseIfOwn(file, own) };
      const holder = readHolder(file);
      if (holder && holds(holder)) {
        throw new PlainFault(
          `${purpose} ${folder} is in use by process ${holder.pid}. Stop it first (kill ${holder.pid}), or give this one another folder (DATA_DIR).`,
        );
      }
      takeAway(file, holder);
    }
    throw new PlainFault(`${purpose} ${folder}: several processes fight for ${file}; start one at a time.`);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function linked(draft: string, file: string): boolean {
  try {
    fs.linkSync(draft, file); // unlike open(O_EXCL) it appears with its content
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a stale lock; if a faster process has already put its own there, that one is put back. */
function takeAway(file: string, stale: Holder | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && (moved.pid !== stale?.pid || moved.start !== stale.start) && holds(moved)) linked(aside, file);
  fs.rmSync(aside, { force: true });
}

function holds(holder: Holder): boolean {
  return isAlive(holder.pid) && (holder.start === '' || holder.start === startOf(holder.pid));
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function releaseIfOwn(file: string, own: Holder): void {
  const holder = readHolder(file);
  if (holder?.pid === own.pid && holder.start === own.start) fs.rmSync(file, { force: true });
}
