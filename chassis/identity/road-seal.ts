import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const ROAD_SEAL_HEADER = 'x-road-seal';
const MAX_AGE_MS = 60_000;

/** The key of one ordered pair: `gamification>users` seals what gamification says to users. */
export const roadPurpose = (from: string, to: string): string => `road:${from}>${to}`;

/** Proves to `to` that `from` sent exactly this body, now. Twice has no effect: the inbox knows every event by its id. */
export function sealDelivery(from: string, to: string, body: string | Buffer, key: Buffer): string {
  const at = String(Date.now());
  return `${from}.${at}.${macOf(from, to, at, body, key)}`;
}

/** The subgraph that sealed this body for `to`, or null. `keyOf` knows the keys of the pairs that end at `to`. */
export function whoDelivers(
  text: string | undefined,
  to: string,
  body: Buffer,
  keyOf: (from: string) => Buffer | undefined,
): string | null {
  const [from, at, mac, rest] = (text ?? '').split('.');
  const key = from ? keyOf(from) : undefined;
  if (!from || !at || !mac || rest !== undefined || !key) return null;
  if (!(Math.abs(Date.now() - Number(at)) <= MAX_AGE_MS)) return null;
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(from, to, at, body, key))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? from : null;
}

function macOf(from: string, to: string, at: string, body: string | Buffer, key: Buffer): string {
  const hash = createHash('sha256').update(body).digest('base64url');
  return createHmac('sha256', key).update(`${from}\n${to}\n${at}\n${hash}`).digest('base64url');
}
