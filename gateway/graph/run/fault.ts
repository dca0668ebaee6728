export type SubgraphFaultCode =
  /** no answer within the time of this fetch */
  | 'SUBGRAPH_TIMEOUT'
  /** no connection, or an answer that says so (429, 502, 503, 504): a read may be tried once more */
  | 'SUBGRAPH_UNAVAILABLE'
  /** an answer that is no GraphQL response */
  | 'SUBGRAPH_INVALID'
  /** the answer to this question is larger than we take: it says nothing about the subgraph */
  | 'ANSWER_TOO_LARGE'
  /** the client went away or the operation's own deadline passed */
  | 'CANCELLED';

export interface SubgraphFaultOptions extends ErrorOptions {
  /** False when nothing was sent. */
  readonly asked?: boolean;
  /** The subgraph (or whoever stands before it) asks to be left alone for so long. */
  readonly retryAfterMs?: number;
  /** It had less than its usual time, because the caller's own was nearly over: it is not to blame. */
  readonly hurried?: boolean;
}

/** A subgraph could not be asked. What it answered, errors included, is never one. */
export class SubgraphFault extends Error {
  override readonly name = 'SubgraphFault';
  readonly code: SubgraphFaultCode;
  readonly asked: boolean;
  readonly retryAfterMs: number | undefined;
  readonly hurried: boolean;

  constructor(code: SubgraphFaultCode, message: string, options: SubgraphFaultOptions = {}) {
    super(message, options);
    this.code = code;
    this.asked = options.asked ?? true;
    this.retryAfterMs = options.retryAfterMs;
    this.hurried = options.hurried ?? false;
  }
}
