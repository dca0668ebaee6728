import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Id } from '#kernel/id';

/** A link outlives the page that shows it by at least this much, and at most by twice as much. */
const STEP_MS = 10 * 60_000;

/**
 * Where a file can be read without a session for 10 to 20 minutes: the word of the subgraph that owns it, which has just decided that
 * whoever asks may. Ends on a whole step, so that a page asked for twice names one address and a browser keeps what it has.
 */
export function linkTo(id: Id, now: number, key: Buffer): string {
  const until = (Math.floor(now / STEP_MS) + 2) * STEP_MS;
  return `/files/${id}?until=${until}&mac=${macOf(id, until, key)}`;
}

export type LinkVerdict = 'good' | 'ended' | 'forged';

export function judgeLink(link: { id: Id; until: string; mac: string }, now: number, key: Buffer): LinkVerdict {
  const until = Number(link.until);
  if (!Number.isSafeInteger(until) || String(until) !== link.until) return 'forged';
  const [given, expected] = [Buffer.from(link.mac), Buffer.from(macOf(link.id, until, key))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return now <= until ? 'good' : 'ended';
}

function macOf(id: Id, until: number, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['link', id, until]))
    .digest('base64url');
}
