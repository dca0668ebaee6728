import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { maskErrors, type Masking } from '../guard/mask.ts';
import { STATUS_OF_CODE } from '../guard/refusals.ts';
import type { MaskedResult } from './run-operation.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const DRAINED_BYTES = 4 * 1024 * 1024;
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

export function sendJson(response: ServerResponse, status: number, body: unknown, contentType = JSON_TYPE): void {
  if (response.headersSent) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': bytes.length,
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

/** Every refusal of the door over HTTP, whatever its status, is JSON of the same shape as a GraphQL answer. */
export function sendErrors(
  request: IncomingMessage,
  response: ServerResponse,
  errors: readonly GraphQLError[],
  masking: Masking,
): void {
  const masked = maskErrors(errors, masking);
  sayWhen(response, masked);
  if (errors[0]?.extensions['code'] === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer');
  const allow = errors[0]?.extensions['allow'];
  if (typeof allow === 'string') response.setHeader('allow', allow);
  // a body that was refused unread is still arriving: a small rest may drain, a large one ends the connection
  if (!request.complete && Number(request.headers['content-length'] ?? Infinity) > DRAINED_BYTES)
    response.setHeader('connection', 'close');
  const { accept = '' } = request.headers;
  const speaksGraphql = accept.includes('application/graphql-response+json');
  const status = !speaksGraphql && accept.includes('application/json') ? plainStatusOf(masked) : statusOf(masked);
  sendJson(response, status, { errors: masked }, speaksGraphql ? GRAPHQL_TYPE : JSON_TYPE);
}

/** What is wrong with a document, not with the request that brought it. */
const DOCUMENT_FAULTS = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * A client that asks for `application/json` by name is one of before GraphQL over HTTP: it takes anything but 200 for a broken
 * connection and never reads the errors of its document. The specification keeps 200 for it.
 */
function plainStatusOf(errors: readonly GraphQLFormattedError[]): number {
  return DOCUMENT_FAULTS.has(String(errors[0]?.extensions?.['code'])) ? 200 : statusOf(errors);
}

/** A whole answer: 200 as soon as anything ran, whatever errors it has. */
export function sendResult(request: IncomingMessage, response: ServerResponse, result: MaskedResult): void {
  const type =
    request.headers.accept?.includes('application/graphql-response+json') === true ? GRAPHQL_TYPE : JSON_TYPE;
  sayWhen(response, result.errors ?? []);
  sendJson(response, result.data === undefined ? statusOf(result.errors ?? []) : 200, result, type);
}

function sayWhen(response: ServerResponse, errors: readonly GraphQLFormattedError[]): void {
  const wait = errors[0]?.extensions?.['retryAfter'];
  if (typeof wait === 'number') response.setHeader('retry-after', String(wait));
}

export function statusOf(errors: readonly GraphQLFormattedError[]): number {
  return STATUS_OF_CODE[String(errors[0]?.extensions?.['code'])] ?? 500;
}
