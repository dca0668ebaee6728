import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { MaskedResult } from '../front/run-operation.ts';

/** How one kind of stream is written; every text is whole, so that a reader never waits for the next to understand the last. */
export interface Framing {
  readonly road: 'sse' | 'multipart';
  readonly contentType: string;
  /** The first bytes, which tell the client that the stream is open. */
  readonly open: string;
  readonly heartbeat: string;
  next(result: MaskedResult): string;
  /** The operation is over. */
  readonly complete: string;
  /** The door ends the stream: why, and whether the client does well to come back by itself. */
  closed(error: GraphQLFormattedError, comesBack: boolean): string;
}

/** Nothing between us and the reader may keep or rewrite a stream: an event that waits in a proxy's buffer is late. */
export const STREAM_HEADERS = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } as const;

/** Lasts as long as its reader wants, so that its duration says nothing about us. */
export function isOpenEnded(response: ServerResponse): boolean {
  return response.getHeader('x-accel-buffering') !== undefined && response.getHeader('content-length') === undefined;
}
