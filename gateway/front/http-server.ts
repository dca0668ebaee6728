import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '#kernel/id';
import { UPLOAD_LIMITS } from '../files/limits.ts';
import { MAX_HEADER_BYTES } from '../guard/limits.ts';

/** node:http with the limits of the door, which answers in JSON even what it cannot parse. */
export function createDoor(listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 10_000,
      requestTimeout: UPLOAD_LIMITS.totalMs + 5_000, // each body has a tighter limit of its own
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    listener,
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const [status, code, message] =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? ([
            431,
            'HEADERS_TOO_LARGE',
            `The headers are too large: at most ${MAX_HEADER_BYTES} bytes are allowed.`,
          ] as const)
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? ([408, 'REQUEST_TIMEOUT', 'The request took too long to arrive.'] as const)
          : ([400, 'BAD_REQUEST', 'This is not HTTP.'] as const);
    answerRaw(socket, status, code, message);
  });
  return server;
}

/** An answer to a connection that never became a request, or that asks for an upgrade we refuse. */
export function answerRaw(socket: Socket, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code, requestId: newId() } }] });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `x-content-type-options: nosniff\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
