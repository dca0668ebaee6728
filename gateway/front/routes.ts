import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from '#chassis/log/request-id';
import type { Log } from '#chassis/log/log';
import { refuse } from '../guard/refusals.ts';
import { traceRequest, type TraceParent } from '../observe/request-span.ts';
import { sendErrors } from './answer.ts';
import type { Doorkeeping } from './doorkeeping.ts';
import { setHeaders } from './headers.ts';
import { isOpenEnded } from '../live/framing.ts';
import type { Metrics } from './metrics.ts';
import { asFault } from './run-operation.ts';
import { clientOf, visitOf, type Visit } from './visit.ts';

export type Route = (request: IncomingMessage, response: ServerResponse, visit: Visit) => void | Promise<void>;

export interface RouteTable extends Doorkeeping {
  /** By `METHOD /path`, `/path` for a route that looks at the method itself, or `METHOD /folder/*` for every name right below. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Pages and probes: each answers and returns true, or leaves the request alone. */
  readonly others: readonly ((request: IncomingMessage, response: ServerResponse) => boolean)[];
  /** Whose traceparent decides whether a trace is recorded. */
  readonly parent: TraceParent;
  readonly metrics: Metrics;
  readonly suggestions: boolean;
  readonly log: Log;
}

/** Every request of the door: the same headers, request id and error shape, whatever comes of it. */
export function handlerOf(table: RouteTable) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const began = performance.now();
    const requestId = requestIdOf(request.headers['x-request-id']);
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const name = routeName(table, path);
    const trace = isWork(name) ? traceRequest(request, response, name, requestId, table) : undefined;
    const client = clientOf(request, table.proxies, table.forward, trace);
    const visit = visitOf(requestId, client, table.log, table.suggestions);
    setHeaders(response, requestId);
    response.once('finish', () => {
      if (isOpenEnded(response)) return; // how long somebody listens is no measure of ours
      table.metrics.answered(name, response.statusCode, (performance.now() - began) / 1000);
    });
    answer(table, path, request, response, visit).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // the client left while it was still speaking
      if (response.headersSent) return void response.destroy();
      sendErrors(request, response, [asFault(error)], visit.masking);
    });
  };
}

async function answer(
  table: RouteTable,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
): Promise<void> {
  const { method = 'GET' } = request;
  if (method === 'OPTIONS' && routeName(table, path) !== 'other' && table.origins.allows(request))
    return table.origins.preflight(request, response);
  const route = table.routes[`${method} ${path}`] ?? table.routes[path] ?? table.routes[`${method} ${patternOf(path)}`];
  if (!route) {
    if (table.others.some((other) => other(request, response))) return;
    return sendErrors(request, response, [missing(table, method, path)], visit.masking);
  }
  if (!table.origins.allows(request))
    return sendErrors(request, response, [refuse('FORBIDDEN', 'This origin is not allowed.')], visit.masking);
  table.origins.share(request, response);
  await route(request, response, visit);
}

function missing(table: RouteTable, method: string, path: string) {
  const allow = methodsOf(table, path);
  if (allow.length === 0) return refuse('NOT_FOUND', 'There is nothing here.');
  return refuse('METHOD_NOT_ALLOWED', `This path does not answer ${method}.`, { allow: allow.join(', ') });
}

function methodsOf(table: RouteTable, path: string): string[] {
  return Object.keys(table.routes).flatMap((key) => {
    const [method, route] = key.split(' ');
    return route === path || route === patternOf(path) ? [method!] : [];
  });
}

/** Probes and pages are asked for all day and do nothing worth a trace. */
function isWork(route: string): boolean {
  return route !== 'other' && route !== '/metrics';
}

/** Paths that strangers invent must not become label values. */
function routeName(table: RouteTable, path: string): string {
  if (path in table.routes || Object.keys(table.routes).some((key) => key.endsWith(` ${path}`))) return path;
  return methodsOf(table, path).length > 0 ? patternOf(path) : 'other';
}

function patternOf(path: string): string {
  return path.replace(/[^/]+$/, '*');
}
