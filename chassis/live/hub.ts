import type { DomainEvent } from '#kernel/event';

/** Topics of one replica, fed by the tail of its own outbox and by nothing else. */
export interface LiveHub {
  /**
   * Every event published on `topic` from now on, or from where the resume token `after` was given. It follows from this call on, not from
   * the first `next()`; it ends when the reader returns. The queue is bounded: a reader that lags is ended with `LiveEnded`.
   */
  follow<Body = unknown>(topic: string, options?: { readonly after?: string | null }): Follower<Body>;
  /** The topics with this prefix that somebody follows at this replica. */
  followed(prefix: string): string[];
  /** Wall clock, epoch ms: what was committed before it has been published here. Far in the past while the database is away. */
  freshAt(): number;
}

/** One reader of one topic. */
export interface Follower<Body = unknown> extends AsyncIterableIterator<DomainEvent<Body>> {
  next(): Promise<IteratorResult<DomainEvent<Body>, undefined>>;
  return(): Promise<IteratorResult<DomainEvent<Body>, undefined>>;
  /** Resumes after the last event that this reader took (or after now, when nothing waits for it). Signed, good for 10 minutes. */
  token(): string;
  /** As `LiveHub.freshAt`, but never later than the oldest event that waits for this reader. */
  freshAt(): number;
}

/** Why a follower was ended by us. `LAGGED`: it read too slowly. `RESUME_TOO_OLD`: the token cannot be honoured; read anew, then follow. */
export class LiveEnded extends Error {
  readonly code: 'LAGGED' | 'RESUME_TOO_OLD';
  readonly extensions: { readonly code: string };

  constructor(code: 'LAGGED' | 'RESUME_TOO_OLD') {
    super(code === 'LAGGED' ? 'The reader was too slow.' : 'The resume token is too old.');
    this.name = 'LiveEnded';
    this.code = code;
    this.extensions = { code };
  }
}
