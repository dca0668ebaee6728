import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Log } from '#chassis/log/log';
import type { RoadEnd } from './bus.ts';
import { DEPOSIT_PATH, SUBSCRIBE_PATH } from './http-bus.ts';

/** The subgraph that sealed this exact body for us just now, or null. */
export type RoadUnseal = (headers: IncomingMessage['headers'], body: Buffer) => string | null;

const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Of a body that is too large so much is read and thrown away: a peer that is cut off while it writes never reads the answer. */
const MOST_READ_BYTES = 4 * MAX_BODY_BYTES;

const deposit = z.object({
  events: z
    .array(
      z.object({
        id: z.uuid(),
        producer: z.string(),
        type: z.string(),
        version: z.int().positive(),
        aggregate: z.string(),
        aggregateId: z.string(),
        sequence: z.int().positive(),
        occurredAt: z.iso.datetime(),
        actor: z.uuid().nullable(),
        correlationId: z.string(),
        causationId: z.uuid().nullable(),
        trace: z.string().max(100).optional(),
        body: z.unknown(),
      }),
    )
    .max(10_000),
});

const subscribe = z.object({
  consumer: z.string(),
  aggregates: z.array(z.string().max(100)).max(100),
  from: z.enum(['kept', 'now']).optional(),
});

/**
 * The HTTP end of a road: `POST /road/deposit` and `POST /road/subscribe`, 204 when durable. Answers false when the request is not for the
 * road. Whoever sealed the body may speak for itself only: events of its own outbox, subscriptions of its own.
 */
export function roadDesk(end: RoadEnd, unseal: RoadUnseal, log: Log) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = request.url;
    if (path !== DEPOSIT_PATH && path !== SUBSCRIBE_PATH) return false;
    try {
      const [status, message] =
        request.method === 'POST' ? await answer(end, unseal, path, request) : [405, 'POST only'];
      reply(response, status, message);
    } catch (error) {
      log.warn({ err: error, path }, 'the road could not take a delivery');
      reply(response, 503, 'not taken');
    }
    return true;
  };
}

async function answer(
  end: RoadEnd,
  unseal: RoadUnseal,
  path: string,
  request: IncomingMessage,
): Promise<[number, string]> {
  const body = await readBody(request);
  if (!body) return [413, `at most ${MAX_BODY_BYTES} bytes`];
  const peer = unseal(request.headers, body);
  if (peer === null) return [401, 'no valid seal'];
  const content = parsed(body);
  if (path === DEPOSIT_PATH) {
    const { data } = deposit.safeParse(content);
    if (!data) return [400, 'not a delivery'];
    if (data.events.some((event) => event.producer !== peer)) return [403, `${peer} may deliver its own events only`];
    await end.deposit(peer, data.events);
  } else {
    const { data } = subscribe.safeParse(content);
    if (!data) return [400, 'not a subscription'];
    if (data.consumer !== peer) return [403, `${peer} may subscribe for itself only`];
    await end.accept(data);
  }
  return [204, ''];
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Not destroyed on return: the answer has to go out first.
  const chunksIn = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunksIn) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (bytes > MOST_READ_BYTES) return null;
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent || response.destroyed) return;
  // What was not read of a request that is too large must not be taken for the next one.
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status, status === 204 ? {} : { 'content-type': 'application/json' });
  response.end(status === 204 ? undefined : JSON.stringify({ error: message }));
}
