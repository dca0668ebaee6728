import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import { SpanKind, type Span } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
} from '@opentelemetry/semantic-conventions';
import { beginSpan, failed, readTraceparent, traceparentOf } from '#chassis/trace/span';
import { isTracing, samples } from '#chassis/trace/tracing';
import { comesFrom } from '../identity/client-address.ts';

export const SERVICE = 'gateway';

/** Whose `traceparent` header decides: that of proxies that are trusted anyway, or nobody's. */
export type TraceParent = 'proxies' | 'nobody';

export interface TraceRules {
  readonly parent: TraceParent;
  readonly proxies: BlockList;
}

/**
 * The span of one HTTP request, in the requests whose trace is recorded: those that our sampler takes, and those that a trusted proxy records.
 * A stranger's traceparent decides nothing, however often it says "sampled": the span that our sampler took is linked to it.
 * Returns the traceparent of the span.
 */
export function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
  requestId: string,
  rules: TraceRules,
): string | undefined {
  if (!isTracing()) return undefined;
  const given = readTraceparent(request.headers['traceparent']);
  const parent = given && rules.parent === 'proxies' && comesFrom(request, rules.proxies) ? given : undefined;
  if (!(parent ? parent.sampled : samples())) return undefined;
  const method = request.method ?? 'GET';
  const span = beginSpan({
    service: SERVICE,
    name: `${method} ${route}`,
    kind: SpanKind.SERVER,
    parent: parent?.text,
    links: given && !parent ? [given.text] : [],
    attributes: { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_HTTP_ROUTE]: route, 'request.id': requestId },
  });
  if (span) response.once('close', () => ended(span, response));
  return span && traceparentOf(span);
}

function ended(span: Span, response: ServerResponse): void {
  if (!response.headersSent)
    failed(span, { code: 'CLIENT_LEFT' }); // a reader of a stream leaves when it has heard enough
  else if (response.statusCode >= 500) failed(span, { code: String(response.statusCode) });
  span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.statusCode);
  span.end();
}
