import type { DocumentNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { GraphObserver } from './observer.ts';

/** One operation of a client. The document has passed the guard and the API schema's validation. */
export interface GraphRequest {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** Identifies the document (a hash of its text) when the door has one already; otherwise it is made here. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** Told of this operation, besides the observer of the graph. */
  readonly observer?: GraphObserver;
  /**
   * For a subscription: the `position` of the last result that the client has. What it missed comes first, in order, each event once. One that is
   * forged, damaged or older than ten minutes ends the stream with RESUME_TOO_OLD. A transport carries both as its protocol
   * does: SSE as event ids and `Last-Event-ID`, graphql-ws in the extensions of results and of `subscribe`.
   */
  readonly after?: string;
  /** For a subscription: results without data and errors, only with a `position`, come at its beginning and at least once in a quiet minute. */
  readonly positions?: boolean;
}
