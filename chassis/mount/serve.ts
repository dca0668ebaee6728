import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { createHealth } from '#chassis/http/health';
import { SEAL_HEADER, unseal, type SealKey } from '#chassis/identity/seal';
import type { Log } from '#chassis/log/log';
import { metricsRoute } from '#chassis/metrics/metrics-route';
import type { Mounted } from './mount.ts';
import { callOf, serveSubscriptions, type Operation } from './serve-subscriptions.ts';

const MAX_BODY_BYTES = 2 * 1024 * 1024;

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  /** The keys of this subgraph alone: what the gateway seals with. */
  readonly sealKeys: readonly SealKey[];
  readonly log: Log;
  /** Answers `/metrics` with it. */
  readonly metrics?: Registry;
  /** Further routes of this process (`/road/...`), asked before `/graphql`; true when it answered. */
  readonly routes?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/** One subgraph as a process of its own: sealed POST `/graphql`, sealed subscriptions on the same path, `/health/*`. */
export async function serveSubgraph(mounted: Mounted, options: ServeOptions): Promise<Served> {
  const health = createHealth(options.log);
  health.add('database', () => mounted.ready());
  const metrics = options.metrics && metricsRoute(options.metrics);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      options.log.error({ error: error.stack }, 'a request to the subgraph failed');
      if (!response.headersSent) json(response, 500, refusal('INTERNAL_SERVER_ERROR', 'Internal server error'));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    if (health.answer(request, response)) return;
    if (await metrics?.(request, response)) return;
    if (await options.routes?.(request, response)) return;
    if (path !== '/graphql') return json(response, 404, refusal('NOT_FOUND', 'There is nothing here.'));
    if (request.method !== 'POST') return json(response, 405, refusal('METHOD_NOT_ALLOWED', 'POST only.'));
    const body = await readBody(request);
    if (!body) return json(response, 413, refusal('PAYLOAD_TOO_LARGE', 'The body is too large.'));
    const unsealed = unseal(headerOf(request, SEAL_HEADER), mounted.name, body, options.sealKeys);
    if ('fault' in unsealed) {
      options.log.warn({ fault: unsealed.fault }, 'a call without a valid seal was refused');
      return json(response, 401, refusal('UNSEALED_CALL', 'This subgraph answers only to its gateway.'));
    }
    const operation = JSON.parse(body.toString()) as Operation;
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    json(
      response,
      200,
      await mounted.endpoint.execute({ ...callOf(operation, unsealed.caller), signal: abort.signal }),
    );
  }

  const sockets = serveSubscriptions(server, mounted, options.sealKeys, options.log);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}/graphql`,
    async stop() {
      health.drain();
      await sockets.stop();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => resolve(size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
  });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const refusal = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });
