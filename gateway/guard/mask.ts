import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { STATUS_OF_CODE } from './refusals.ts';

/** What of an error's extensions a client may read, besides `code` and `requestId`. */
const OPEN_EXTENSIONS = ['limit', 'max', 'fields', 'retryAfter', 'argumentName', 'resumable'] as const;

/** Faults between us and a subgraph: a client is told their kind, because it may try again, and not whose they are. */
const FAULTS_TOLD: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  SUBGRAPH_TIMEOUT: { code: 'GATEWAY_TIMEOUT', message: 'A part of the product did not answer in time.' },
  DEADLINE_PASSED: { code: 'GATEWAY_TIMEOUT', message: 'A part of the product did not answer in time.' },
  RESPONSE_VALIDATION_FAILED: {
    code: 'RESPONSE_VALIDATION_FAILED',
    message: 'A part of the product gave what its schema does not allow here.',
  },
  SUBGRAPH_UNAVAILABLE: { code: 'SERVICE_UNAVAILABLE', message: 'A part of the product cannot be asked right now.' },
  SUBGRAPH_INVALID: { code: 'BAD_GATEWAY', message: 'A part of the product gave an answer that cannot be used.' },
  INPUT_MISSING: { code: 'BAD_GATEWAY', message: 'A part of the product gave less than it was asked for.' },
  ANSWER_TOO_LARGE: { code: 'BAD_GATEWAY', message: 'This is more than can be answered at once: ask for less.' },
};
const UNTOLD = { code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error' };

export interface Masking {
  readonly requestId: string;
  /** Keep graphql-js's "Did you mean": it tells a stranger the schema. */
  readonly suggestions: boolean;
  /** Called for every error whose cause the client is not told. */
  onMasked(error: GraphQLFormattedError | GraphQLError): void;
}

/**
 * The one error formatter: a known code with its message, or the kind of a fault (mostly INTERNAL_SERVER_ERROR) with the request id and
 * nothing else. Never a stack, never SQL, never the name of a machine.
 */
export function maskError(error: GraphQLFormattedError | GraphQLError, masking: Masking): GraphQLFormattedError {
  const code = error.extensions?.['code'];
  const known = typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && Object.hasOwn(STATUS_OF_CODE, code);
  if (!known) masking.onMasked(error);
  const fault = (typeof code === 'string' && Object.hasOwn(FAULTS_TOLD, code) && FAULTS_TOLD[code]) || UNTOLD;
  const extensions: Record<string, unknown> = { code: known ? code : fault.code, requestId: masking.requestId };
  if (known)
    for (const key of OPEN_EXTENSIONS)
      if (error.extensions?.[key] !== undefined) extensions[key] = error.extensions[key];
  return {
    message: known ? worded(error.message, masking.suggestions) : fault.message,
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions,
  };
}

export function maskErrors(
  errors: readonly (GraphQLFormattedError | GraphQLError)[],
  masking: Masking,
): GraphQLFormattedError[] {
  return errors.map((error) => maskError(error, masking));
}

function worded(message: string, suggestions: boolean): string {
  return suggestions ? message : message.replace(/ Did you mean [^?]*\?/g, '');
}
