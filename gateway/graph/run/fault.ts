export type SubgraphFaultCode =
  /** no answer within the time of this fetch */
  | 'SUBGRAPH_TIMEOUT'
  /** no connection, or an answer that says so (502, 503, 504): a read may be tried once more */
  | 'SUBGRAPH_UNAVAILABLE'
  /** an answer that is no GraphQL response */
  | 'SUBGRAPH_INVALID'
  /** the client went away or the operation's own deadline passed */
  | 'CANCELLED';

/** A subgraph could not be asked. What it answered, errors included, is never one. */
export class SubgraphFault extends Error {
  override readonly name = 'SubgraphFault';
  readonly code: SubgraphFaultCode;

  constructor(code: SubgraphFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
