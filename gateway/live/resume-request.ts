import { GraphQLError } from 'graphql';
import type { MaskedResult } from '../front/run-operation.ts';
import { refuse } from '../guard/refusals.ts';

/** Longer than any position of ours: it holds one token per topic that the subscription follows, of the transactions that ran. */
const MAX_POSITION = 8_192;

/** Where a client wants a subscription to continue, and whether it also wants positions without events. */
export interface ResumeRequest {
  readonly after?: string;
  readonly positions?: boolean;
}

/** From the `extensions` of a `subscribe`: `{ "after": "<position>", "positions": true }`. */
export function resumeRequestOf(extensions: unknown): ResumeRequest | GraphQLError {
  if (typeof extensions !== 'object' || extensions === null) return {};
  const { after, positions } = extensions as Record<string, unknown>;
  if (after !== undefined && after !== null && (typeof after !== 'string' || after.length > MAX_POSITION))
    return refuse('BAD_USER_INPUT', '`extensions.after` must be the position of a result of this subscription.');
  return { ...(typeof after === 'string' && { after }), ...(positions === true && { positions }) };
}

/** A result as a client reads it: what is in it was masked already, its position travels in the extensions, and what is for headers stays out. */
export function positioned({ position, cookies: _, cache: __, ...result }: MaskedResult): object {
  return position === undefined ? result : { ...result, extensions: { position } };
}
