/** Every figure of the door in one place; the same on HTTP and on WebSocket. */
export interface DocumentLimits {
  readonly tokens: number;
  /** Selections after every fragment spread is written out: what the planner really works on. */
  readonly selections: number;
  readonly depth: number;
  /** Aliases after expansion, on `__typename` too. */
  readonly aliases: number;
  /** Fields at the root of one operation, after expansion. */
  readonly rootFields: number;
  readonly directives: number;
}

export const DOCUMENT_LIMITS: DocumentLimits = {
  tokens: 2_000,
  selections: 500,
  depth: 10,
  aliases: 15,
  rootFields: 10,
  directives: 20,
};

/** Points that one operation may cost at most, by its own word and its variables: what a user has for a minute. */
export const MAX_COST = 6_000;
/** Less than this is not given back to a budget that is kept in a database: asking for it costs more. */
export const WORTH_SETTLING = 10;

/** The product's own documents, which went through review, may be a little deeper. */
export const REGISTERED_LIMITS: DocumentLimits = { ...DOCUMENT_LIMITS, depth: 12 };

export interface RateLimits {
  /** Points a minute of one address without a sign-in; a request is one point. */
  readonly anonymousPerMinute: number;
  readonly userPerMinute: number;
  /** Points a minute of one caller, signed in or not: see cost/. */
  readonly costPerMinute: number;
  /** Root fields of mutations a minute of one caller, so that aliases do not help. */
  readonly mutationsPerMinute: number;
  /** Files an hour of one user. */
  readonly uploadsPerHour: number;
}

export const RATE_LIMITS: RateLimits = {
  anonymousPerMinute: 60,
  userPerMinute: 600,
  costPerMinute: 6_000,
  mutationsPerMinute: 60,
  uploadsPerHour: 20,
};

/** How much wider everything is while developing. */
export const DEVELOPMENT_WIDENING = 50;

export function widened(limits: RateLimits, factor: number): RateLimits {
  return {
    anonymousPerMinute: limits.anonymousPerMinute * factor,
    userPerMinute: limits.userPerMinute * factor,
    costPerMinute: limits.costPerMinute * factor,
    mutationsPerMinute: limits.mutationsPerMinute * factor,
    uploadsPerHour: limits.uploadsPerHour * factor,
  };
}

export const MAX_BODY_BYTES = 256 * 1024;
/** A body that is no upload is here by then; an upload has limits of its own (gateway/files/limits.ts). */
export const BODY_TIMEOUT_MS = 15_000;
export const MAX_HEADER_BYTES = 16 * 1024;
/** A client waits no longer; the rest of it travels to subgraphs as the deadline. */
export const CLIENT_TIMEOUT_MS = 10_000;

/** What holds on every live road: WebSocket, event stream, multipart. */
export const LIVE_LIMITS = {
  /** Open sockets and streams together, of one user or of one address that has not signed in. */
  connectionsPerUser: 20,
  /** An open stream says that it lives; one that has not taken the last heartbeat by the next is cut off. */
  heartbeatMs: 12_000,
} as const;

export const SOCKET_LIMITS = {
  initTimeoutMs: 3_000,
  subscriptionsPerSocket: 50,
  frameBytes: 64 * 1024,
  pingMs: 30_000,
  queuedEvents: 256,
  queuedBytes: 1024 * 1024,
} as const;
