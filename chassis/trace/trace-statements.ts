import { SpanKind, type Attributes, type Span } from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
} from '@opentelemetry/semantic-conventions';
import type { Pool, PoolClient } from 'pg';
import { withoutLimit } from '#chassis/storage/statement-limit';
import { beginSpan, currentSpan, failed, traceparentOf } from './span.ts';
import { withoutValues } from './statement-text.ts';
import { isTracing } from './tracing.ts';

type Query = (...args: unknown[]) => unknown;
type Callback = (fault: unknown, result: unknown) => void;

/**
 * Every statement that code in a recorded span sends through this pool becomes a span. Where nothing is traced when the pool is opened, its
 * connections stay as they are.
 */
export function traceStatements(pool: Pool, service: string): void {
  if (!isTracing()) return;
  pool.on('connect', (client) => traceClient(client, service));
}

/** The same for a connection outside of a pool. */
export function traceClient(client: Pick<PoolClient, 'query'>, service: string): void {
  if (!isTracing()) return;
  const { host, port, database } = client as { host?: string; port?: number; database?: string };
  const attributes: Attributes = {
    [ATTR_DB_SYSTEM_NAME]: DB_SYSTEM_NAME_VALUE_POSTGRESQL,
    ...(database !== undefined && { [ATTR_DB_NAMESPACE]: `${database}|${service}` }),
    ...(host !== undefined && { [ATTR_SERVER_ADDRESS]: host }),
    ...(port !== undefined && { [ATTR_SERVER_PORT]: port }),
  };
  const query = client.query as Query;
  (client as { query: Query }).query = function traced(this: unknown, ...args: unknown[]): unknown {
    const parent = currentSpan();
    const text = parent?.isRecording() ? textOf(args[0]) : undefined;
    if (parent === undefined || text === undefined) return query.apply(this, args);
    const span = statementSpan(text, parent, service, attributes);
    return span ? followed(span, () => query.apply(this, args), args) : query.apply(this, args);
  };
}

function textOf(first: unknown): string | undefined {
  if (typeof first === 'string') return withoutLimit(first);
  const { text } = (first ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : undefined; // a cursor or another submittable of the driver
}

function statementSpan(text: string, parent: Span, service: string, attributes: Attributes): Span | undefined {
  const statement = withoutValues(text);
  const operation = /^\s*(\w+)/.exec(statement)?.[1]?.toUpperCase() ?? 'STATEMENT';
  return beginSpan({
    service,
    name: `${operation} ${service}`,
    kind: SpanKind.CLIENT,
    parent: traceparentOf(parent),
    attributes: { ...attributes, [ATTR_DB_OPERATION_NAME]: operation, [ATTR_DB_QUERY_TEXT]: statement },
  });
}

/** Ends the span with the statement, whichever way the driver tells of its end. */
function followed(span: Span, send: () => unknown, args: unknown[]): unknown {
  const end = (fault: unknown, result?: unknown): void => {
    if (fault) {
      failed(span, fault);
      const { code } = fault as { code?: unknown };
      if (typeof code === 'string') span.setAttribute(ATTR_DB_RESPONSE_STATUS_CODE, code);
    }
    const { rowCount } = (result ?? {}) as { rowCount?: number | null };
    if (typeof rowCount === 'number') span.setAttribute('db.response.returned_rows', rowCount);
    span.end();
  };
  const last = args.length - 1;
  const callback = args[last];
  if (typeof callback === 'function') {
    args[last] = ((fault, result) => {
      end(fault, result);
      (callback as Callback)(fault, result);
    }) satisfies Callback;
    return send();
  }
  const sent = send();
  if (!(sent instanceof Promise)) {
    end(undefined);
    return sent;
  }
  sent.then((result: unknown) => end(undefined, result), end);
  return sent;
}
