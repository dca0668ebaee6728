import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { MaskedResult } from '../front/run-operation.ts';
import { textOf } from './event-text.ts';
import { STREAM_HEADERS, type Framing } from './framing.ts';

/** Clients that come back by themselves are spread over so long. */
const FIRST_RETRY_MS = 500;
const RETRY_SPREAD_MS = 4_500;

/**
 * Server-sent events as graphql-sse's distinct connections mode has them. The id of an event is its position: a browser that connects
 * again sends the last one as Last-Event-ID. A position without an event is an id alone, which no listener hears of.
 */
export const eventStream: Framing = {
  road: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  open: ':\n\n',
  heartbeat: ':\n\n',
  next(result) {
    const id = result.position === undefined ? '' : `id: ${result.position}\n`;
    if (result.data === undefined && result.errors === undefined) return `${id}\n`;
    return `${id}event: next\ndata: ${textOf(result)}\n\n`;
  },
  // EventSource tells nobody of an event without data
  complete: 'event: complete\ndata: \n\n',
  closed(error, comesBack) {
    if (comesBack) return `retry: ${FIRST_RETRY_MS + randomInt(RETRY_SPREAD_MS)}\n\n`;
    return `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\n${eventStream.complete}`;
  },
};

/** A stream that is over with its first event. */
export function sendEvents(response: ServerResponse, result: MaskedResult): void {
  const bytes = Buffer.from(eventStream.next(result) + eventStream.complete);
  response.writeHead(200, {
    ...STREAM_HEADERS,
    'content-type': eventStream.contentType,
    'content-length': bytes.length,
  });
  response.end(bytes);
}
