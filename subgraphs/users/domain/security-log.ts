import { createHash } from 'node:crypto';

/** One line of the security log, before it has a place in the chain. */
export interface SecurityEvent {
  readonly at: Date;
  readonly kind: string;
  /** Who did it; null for an anonymous caller or the system. */
  readonly actorId: string | null;
  /** Whose account it is about; null when there is none. */
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly ip: string;
  readonly requestId: string;
  /** No secrets, no e-mail addresses: this is kept. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface SecurityLogLine extends SecurityEvent {
  /** 1, 2, 3 ... without a gap. */
  readonly n: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** What the first line follows. */
export const GENESIS = Buffer.alloc(32);

/** SHA-256 over the previous hash and every field, in one canonical form. */
export function chainHash(n: number, previousHash: Buffer, event: SecurityEvent): Buffer {
  const { at, kind, actorId, userId, sessionId, ip, requestId, detail } = event;
  const text = canonical([n, at.toISOString(), kind, actorId, userId, sessionId, ip, requestId, detail]);
  return createHash('sha256').update(previousHash).update(text).digest();
}

/** The chain as far as it has been walked. */
export interface ChainHead {
  readonly n: number;
  readonly hash: Buffer;
}

/** Where a walk ended: at the last line, or before the first that is missing, moved or changed. */
export interface Walk {
  readonly head: ChainHead;
  /** The number of the first bad line. */
  readonly brokenAt: number | null;
}

/** Walks on from `from` as far as the chain holds. */
export function walkChain(from: ChainHead, lines: readonly SecurityLogLine[]): Walk {
  let head = from;
  for (const line of lines) {
    const n = head.n + 1;
    if (line.n !== n || !line.previousHash.equals(head.hash)) return { head, brokenAt: n };
    const hash = chainHash(n, line.previousHash, line);
    if (!line.hash.equals(hash)) return { head, brokenAt: n };
    head = { n, hash };
  }
  return { head, brokenAt: null };
}

/** JSON with sorted keys: jsonb does not keep their order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, field]) => field !== undefined);
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
