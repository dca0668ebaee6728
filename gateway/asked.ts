/** How an operation came to the door. */
export type Road = 'get' | 'post' | 'socket';

/** What a client asks, whichever road it came by. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly road: Road;
  /** The client of an HTTP road reads an answer that comes as a stream. */
  readonly streams?: boolean;
  /** Wants to be told the cost (`"extensions": {"cost": true}`). */
  readonly wantsCost?: boolean;
  /** Wants to be told how it was run (`"extensions": {"plan": true}`, or the header `x-include-plan: true`). */
  readonly wantsPlan?: boolean;
  /** How many files of this request wait to be read. */
  readonly files?: number;
}
