/** What is done to spare requests and work; each can be switched off alone, to compare and to measure. Answers never depend on it. */
export interface Tuning {
  /** Entity fetches of one subgraph and one level travel in one request. */
  readonly batching: boolean;
  /**
   * Subgraphs whose last fetches, which no other fetch waits for, join the subgraph's last request of the plan. `false`: none. A subgraph
   * that is left out answers more and shorter requests.
   */
  readonly sinking: boolean | ReadonlySet<string>;
  /** Answers are shaped by generated code as long as the data is valid. */
  readonly projection: boolean;
}

export const TUNING: Tuning = { batching: true, sinking: true, projection: true };

export function sinksIn({ batching, sinking }: Tuning, subgraph: string): boolean {
  return batching && (typeof sinking === 'boolean' ? sinking : sinking.has(subgraph));
}
