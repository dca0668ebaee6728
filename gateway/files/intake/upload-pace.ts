import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { refuse } from '../../guard/refusals.ts';
import { UPLOAD_LIMITS } from '../limits.ts';

export interface Pace {
  readonly totalMs: number;
  readonly idleMs: number;
}

export interface Watched {
  readonly request: IncomingMessage;
  readonly maxBytes: number;
  /** Whether somebody waits for the next byte: silence counts against the client only then. */
  listening(): boolean;
  /** Told the first excess. */
  tell(why: Error): void;
}

/** Watches an upload that somebody else reads: how much of it, how long altogether, and how long without a byte. */
export class UploadPace {
  private readonly total: NodeJS.Timeout;
  private idle: NodeJS.Timeout;
  private size = 0;

  constructor(
    private readonly watched: Watched,
    private readonly pace: Pace = UPLOAD_LIMITS,
  ) {
    this.total = setTimeout(() => watched.tell(tooSlow()), pace.totalMs);
    this.idle = this.wait();
    watched.request.once('aborted', this.left).once('error', this.left);
  }

  /** To be called for every chunk. */
  heard(bytes: number): void {
    this.size += bytes;
    this.idle.refresh();
    if (this.size > this.watched.maxBytes) this.watched.tell(bodyTooLarge(this.watched.maxBytes));
  }

  stop(): void {
    clearTimeout(this.total);
    clearTimeout(this.idle);
    this.watched.request.off('aborted', this.left);
  }

  private readonly left = (): void => this.watched.tell(new Error('the client left'));

  private wait(): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.watched.listening()) this.watched.tell(tooSlow());
      else this.idle = this.wait();
    }, this.pace.idleMs);
  }
}

export function bodyTooLarge(max: number): GraphQLError {
  return refuse('PAYLOAD_TOO_LARGE', `The body is too large: at most ${max} bytes are allowed.`, {
    limit: 'body',
    max,
  });
}

function tooSlow(): GraphQLError {
  return refuse('REQUEST_TIMEOUT', 'The upload took too long to arrive.');
}
