import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainFault } from './plain-fault.ts';
import { isAlive, startOf } from './process-identity.ts';

interface Holder {
  readonly pid: number;
  readonly start: string;
  /** It was told to stop and is finishing: whoever comes next may wait. */
  readonly leaving?: boolean;
}

/** A stop may take 25 s; who is killed in the middle of one is seen to be dead. */
const LEAVE_MS = 30_000;

export interface FolderLock {
  /** Says that the folder will be free in a moment. */
  leave(): void;
  /** Idempotent; dying without it does no harm. */
  release(): void;
}

/**
 * Keeps a folder for one process: a file with its pid and start time, made atomically. The lock of a dead process is taken over, one
 * that is being left is waited for, and that of a living process is a fault that names it.
 */
export async function lockFolder(
  folder: string,
  purpose: string,
  say: (line: string) => void = () => {},
): Promise<FolderLock> {
  const file = path.join(folder, 'lock.json');
  const own: Holder = { pid: process.pid, start: startOf(process.pid) };
  const draft = `${file}.${process.pid}`;
  const deadline = Date.now() + LEAVE_MS;
  let waiting = false;
  fs.writeFileSync(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    for (let fights = 0; fights < 20;) {
      if (linked(draft, file)) return lockOf(file, own);
      const holder = readHolder(file);
      if (!holder || !holds(holder)) {
        takeAway(file, holder);
        fights++;
      } else if (holder.leaving && Date.now() < deadline) {
        if (!waiting) say(`process ${holder.pid} is still stopping: waiting for it`);
        waiting = true;
        await pause(50);
      } else {
        throw new PlainFault(
          `${purpose} ${folder} is in use by process ${holder.pid}. Stop it first (kill ${holder.pid}), or give this one another folder (DATA_DIR).`,
        );
      }
    }
    throw new PlainFault(`${purpose} ${folder}: several processes fight for ${file}; start one at a time.`);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function lockOf(file: string, own: Holder): FolderLock {
  return {
    leave() {
      if (!isHeldBy(file, own)) return;
      const draft = `${file}.${own.pid}`;
      fs.writeFileSync(draft, JSON.stringify({ ...own, leaving: true }));
      fs.renameSync(draft, file);
    },
    release() {
      if (isHeldBy(file, own)) fs.rmSync(file, { force: true });
    },
  };
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

function isHeldBy(file: string, own: Holder): boolean {
  const holder = readHolder(file);
  return holder?.pid === own.pid && holder.start === own.start;
}
