/** What is remembered about one place (an account from one address, or an address) that gave wrong answers. */
export interface Attempts {
  readonly failures: number;
  readonly since: Date;
  readonly blockedUntil: Date | null;
}

export interface Limit {
  /** So many tries are free within the window; every further one costs a wait. */
  readonly tries: number;
  readonly windowMs: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

const MINUTE = 60_000;
const growing = { windowMs: 15 * MINUTE, firstWaitMs: MINUTE, maxWaitMs: 15 * MINUTE };

/** An attacker can only make an account wait at his own address: the owner, elsewhere, is free. */
export const PER_ACCOUNT_AND_IP: Limit = { tries: 5, ...growing };
export const PER_IP: Limit = { tries: 50, ...growing };
/** Second factors are asked after a right password: whoever has that may be slowed down wherever he comes from. */
export const PER_ACCOUNT_FACTOR: Limit = { tries: 30, ...growing };
export const MAILS_PER_ADDRESS: Limit = {
  tries: 3,
  windowMs: 15 * MINUTE,
  firstWaitMs: 5 * MINUTE,
  maxWaitMs: 15 * MINUTE,
};

export type Taken =
  | { readonly allowed: true; readonly attempts: Attempts }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Counts one try BEFORE it is judged, so that parallel tries cannot share one count; a right answer gives it back (`forgiven`). The
 * try that uses up the free ones begins a wait of one minute; each wrong one after a wait doubles it, up to 15 minutes. Nothing is
 * ever locked for longer, and 15 quiet minutes forget everything.
 */
export function take(before: Attempts | undefined, limit: Limit, now: Date): Taken {
  const at = now.getTime();
  const blockedUntil = before?.blockedUntil?.getTime() ?? 0;
  if (blockedUntil > at) return { allowed: false, retryAfterSeconds: Math.ceil((blockedUntil - at) / 1000) };
  const quietSince = Math.max(before?.since.getTime() ?? 0, blockedUntil);
  const remembered = before && at - quietSince < limit.windowMs ? before : { failures: 0, since: now };
  const failures = remembered.failures + 1;
  const wait =
    failures < limit.tries ? 0 : Math.min(limit.maxWaitMs, limit.firstWaitMs * 2 ** (failures - limit.tries));
  const until = wait > 0 ? new Date(at + wait) : null;
  return { allowed: true, attempts: { failures, since: remembered.since, blockedUntil: until } };
}

/** Gives one counted try back after a right answer. */
export function forgiven(attempts: Attempts, limit: Limit): Attempts {
  const failures = Math.max(0, attempts.failures - 1);
  return { ...attempts, failures, blockedUntil: failures < limit.tries ? null : attempts.blockedUntil };
}

/** The place that an address stands for: an IPv6 customer holds a whole /64, and an IPv4 address may come dressed as IPv6. */
export function placeOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1]!;
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`; // prettier-ignore
}
