/** One object of the data tree that subgraph answers are merged into. */
export type Branch = Record<string, unknown>;

export function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
