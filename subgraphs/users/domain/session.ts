import type { IdentityRules } from './identity-rules.ts';

const MINUTE = 60_000;

export interface SessionTimes {
  /** Unused for so long, it ends. */
  readonly idleMinutes: number;
  readonly idleEndsAt: Date;
  /** It ends then, however much it is used. */
  readonly endsAt: Date;
}

/** 14 days idle and 30 days in all; 12 hours for those who hold power over others. */
export function sessionTimes(rules: IdentityRules, privileged: boolean, now: Date): SessionTimes {
  const idleMinutes = privileged ? rules.privilegedHours * 60 : rules.idleDays * 24 * 60;
  const lifeMinutes = privileged ? rules.privilegedHours * 60 : rules.absoluteDays * 24 * 60;
  const idleEndsAt = new Date(now.getTime() + idleMinutes * MINUTE);
  return { idleMinutes, idleEndsAt, endsAt: new Date(now.getTime() + lifeMinutes * MINUTE) };
}

/** What is known of a refresh token that could not be rotated. */
export interface SpentToken {
  readonly rotatedAt: Date | null;
  /** Its child has not been rotated in its turn. */
  readonly childIsCurrent: boolean;
  readonly sessionLives: boolean;
}

/**
 * GRACE: two tabs or a lost answer, the immediate parent gets the very same child again. REUSE: somebody else holds a copy, the
 * family ends. ENDED: its session was over anyway.
 */
export function judgeSpent(token: SpentToken, now: Date, graceSeconds: number): 'GRACE' | 'REUSE' | 'ENDED' {
  if (!token.sessionLives || !token.rotatedAt) return 'ENDED';
  const recent = now.getTime() - token.rotatedAt.getTime() <= graceSeconds * 1000;
  return recent && token.childIsCurrent ? 'GRACE' : 'REUSE';
}

/** Browser and system, without versions: an update is not a new device. */
export function deviceName(userAgent: string): string {
  const browser =
    [/Edg(?:e|A|iOS)?\//, /OPR\//, /Firefox\/|FxiOS\//, /SamsungBrowser\//, /Chrome\/|CriOS\//, /Safari\//].findIndex((pattern) => pattern.test(userAgent)); // prettier-ignore
  const system = [/iPhone|iPad/, /Android/, /Windows/, /Mac OS X|Macintosh/, /CrOS/, /Linux/].findIndex((pattern) => pattern.test(userAgent)); // prettier-ignore
  const first = userAgent.split(/[/\s]/)[0]?.slice(0, 40) || 'unknown device';
  const name = ['Edge', 'Opera', 'Firefox', 'Samsung Internet', 'Chrome', 'Safari'][browser] ?? first;
  const on = ['iOS', 'Android', 'Windows', 'macOS', 'ChromeOS', 'Linux'][system];
  return on ? `${name} on ${on}` : name;
}
