import type { Id } from '#kernel/id';
import type { ClientHeaders } from './client-headers.ts';

/**
 * Who asks. The gateway makes it from a verified token and seals it; a subgraph believes nothing else.
 * In one process the same object is passed by reference.
 */
export interface Caller {
  /**
   * `gateway` is the door itself (refresh, keys, revocation stream), `system` a reaction, job or schedule. `everyone` is all who are signed in,
   * asked for at once and nobody in particular: only what is marked viewer-independent is asked so.
   */
  readonly kind: 'anonymous' | 'user' | 'gateway' | 'system' | 'everyone';
  readonly userId: Id | null;
  readonly sessionId: Id | null;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** Wall clock, epoch ms of the last full authentication of this session (step-up); null when never. */
  readonly freshAuthAt: number | null;
  readonly requestId: string;
  /** The client's address as the door saw it (IPv6 cut to /64 for limits only, whole here). */
  readonly ip: string;
  readonly userAgent: string;
  /** Wall clock, epoch ms: nobody waits for the answer after it. */
  readonly deadline: number;
  /** One per sealed call; a mutation's nonce is spent in its own transaction. */
  readonly nonce: string;
  /** W3C traceparent of what made this call; only in a trace that is recorded. It travels sealed, as all of this, and decides nothing. */
  readonly trace?: string;
  /** What the gateway hands on to this subgraph; absent when that is nothing. See `Scope.headers`. */
  readonly headers?: ClientHeaders;
}

export const ANONYMOUS: Caller = {
  kind: 'anonymous',
  userId: null,
  sessionId: null,
  roles: [],
  permissions: [],
  freshAuthAt: null,
  requestId: 'none',
  ip: '0.0.0.0',
  userAgent: '',
  deadline: Number.MAX_SAFE_INTEGER,
  nonce: '',
};

export function systemCaller(requestId: string, trace?: string): Caller {
  return { ...ANONYMOUS, kind: 'system', requestId, ...(trace !== undefined && { trace }) };
}
