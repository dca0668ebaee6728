import fs from 'node:fs';
import path from 'node:path';
import type { Clock } from '#kernel/clock';
import { addDuration } from './iso-duration.ts';

/** How long a process may go on with an offset that another one has changed. */
const REREAD_MS = 100;
/** After so long, every process has noticed that the clock was moved. */
export const CLOCK_SETTLES_MS = REREAD_MS + 20;

/** Business time is the time of day: the only choice in production. */
export const wallClock: Clock = { now: () => new Date() };

/** Business time that can be moved forward, for every process that keeps its clock in the same file. */
export interface MovableClock extends Clock {
  /**
   * Moves it by an ISO 8601 duration ("P60D", "P1M", "PT90M") and returns the new time.
   * @throws RangeError when the text is not a duration, or reaches beyond the year 9999
   */
  advance(duration: string): Date;
  /** Milliseconds ahead of the wall clock. */
  offsetMs(): number;
}

export function movableClock(file: string): MovableClock {
  let offset = readOffset(file);
  let readAt = performance.now();
  const offsetMs = (): number => {
    // Reading on use instead of watching: nothing to close, and the same on every file system.
    if (performance.now() - readAt > REREAD_MS) {
      offset = readOffset(file);
      readAt = performance.now();
    }
    return offset;
  };
  return {
    now: () => new Date(Date.now() + offsetMs()),
    offsetMs,
    advance(duration) {
      readAt = Number.NEGATIVE_INFINITY; // another process may have moved it a moment ago
      const wall = Date.now();
      const to = addDuration(new Date(wall + offsetMs()), duration);
      if (!to) throw new RangeError('An ISO 8601 duration such as P60D, P1M or PT90M is expected.');
      offset = to.getTime() - wall;
      writeOffset(file, offset);
      return new Date(to);
    },
  };
}

/** Nothing yet: no offset. A file that is there and cannot be understood is a fault: time must not jump back. */
function readOffset(file: string): number {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const { offsetMs } = JSON.parse(text) as { offsetMs?: unknown };
  if (typeof offsetMs !== 'number' || !(offsetMs >= 0))
    throw new Error(`${file} does not hold a clock: delete it to return to the time of day.`);
  return offsetMs;
}

function writeOffset(file: string, offsetMs: number): void {
  const draft = path.join(path.dirname(file), `.clock.${process.pid}`);
  fs.writeFileSync(draft, `${JSON.stringify({ offsetMs })}\n`);
  fs.renameSync(draft, file); // a reader sees the old file or the new one, never half
}
