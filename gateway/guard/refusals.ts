import { GraphQLError } from 'graphql';

/** The codes that a client may see; everything else leaves as INTERNAL_SERVER_ERROR. Stable forever. */
export const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_TOO_COMPLEX: 400,
  /** No plan of it gives every subgraph what it needs: ask for less at once. */
  PLAN_UNSOUND: 400,
  PERSISTED_QUERY_NOT_FOUND: 400,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
  NOT_ACCEPTABLE: 406,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  PAYLOAD_TOO_LARGE: 413,
  QUOTA_EXCEEDED: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  HEADERS_TOO_LARGE: 431,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  OVERLOADED: 503,
  GATEWAY_TIMEOUT: 504,
  /** The last words of a stream: subscribe again. */
  RESUME_TOO_OLD: 400,
  SLOW_READER: 503,
  /** The last words of a stream that another supergraph does not have: ask for something else. */
  SUBSCRIPTION_GONE: 410,
  STREAM_BROKEN: 503,
  INTERNAL_SERVER_ERROR: 500,
};

export type ErrorCode = keyof typeof STATUS_OF_CODE & string;

/** A refusal of the door: an error whose message and code are meant for the client. */
export function refuse(
  code: ErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { ...extensions, code, http: { status: STATUS_OF_CODE[code] ?? 500 } },
  });
}

/** A document beyond one of the limits: says which, how much is allowed, and how much was found where that is known. */
export function overLimit(limit: string, max: number, found?: number): GraphQLError {
  const amount = found === undefined ? '' : ` (found ${Number.isFinite(found) ? found : 'far more'})`;
  return refuse(
    'GRAPHQL_VALIDATION_FAILED',
    `The document has too many ${limit}: at most ${max} are allowed${amount}.`,
    {
      limit,
      max,
    },
  );
}

/** An operation that could cost more than one may. */
export function tooDear(max: number, found: number): GraphQLError {
  const amount = Number.isFinite(found) ? found : 'far more';
  return refuse(
    'GRAPHQL_VALIDATION_FAILED',
    `The operation could cost ${amount} points, and one may cost ${max}: ask for smaller pages, or for fewer lists inside each other.`,
    { limit: 'cost', max },
  );
}
