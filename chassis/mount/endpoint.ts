import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';

/** Told by whatever carries a call what it took; in one process nothing is carried. */
export interface CallObservation {
  /** Bytes of the request, 0 when the answer to an equal one that was under way served this one too; bytes of the answer. */
  moved(sentBytes: number, receivedBytes: number): void;
  /** Nothing was sent: an equal read that was on its way answered this one too. */
  shared(): void;
}

/** One operation for one subgraph. In one process `document` travels as it is; over HTTP only the text does. */
export interface SubgraphCall {
  readonly query: string;
  readonly document?: DocumentNode;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly signal?: AbortSignal;
  readonly observation?: CallObservation;
  /**
   * For a subscription: continues after this `extensions.position` of an earlier one to the same field with the same arguments. What was
   * missed comes first, in order, each event once. A position that is older than ten minutes or not ours ends the stream
   * with its only answer, the error RESUME_TOO_OLD: read anew, then follow from now on.
   */
  readonly after?: string;
  /** For a subscription: positions are told at its beginning and while it is quiet, too, in answers without data and errors. */
  readonly positions?: boolean;
  /** It changes nothing: it may be asked twice, and one answer may serve equal calls. */
  readonly isRead?: boolean;
}

export interface SubgraphResult {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: {
    /** Whole `Set-Cookie` values that the gateway passes to the client (only from the subgraph that owns identity). */
    cookies?: readonly string[];
    /** Of an event of a subscription: where to continue after it, as `SubgraphCall.after`. Opaque, signed by the subgraph, good for ten minutes. */
    position?: string;
  };
}

/** What the gateway holds of a subgraph: the same port in one process and over HTTP. */
export interface SubgraphEndpoint {
  execute(call: SubgraphCall): Promise<SubgraphResult>;
  /** Resolves with a stream, or with a result when the subscription was refused. */
  subscribe(call: SubgraphCall): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult>;
}
