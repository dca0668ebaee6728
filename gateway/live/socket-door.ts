import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, type Server } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '#chassis/log/log';
import type { Doorkeeping } from '../front/doorkeeping.ts';
import { answerRaw } from '../front/http-server.ts';
import { clientOf } from '../front/visit.ts';
import { SOCKET_LIMITS } from '../guard/limits.ts';
import { nestsTooDeep } from '../guard/nesting.ts';
import { CLOSE } from './close-codes.ts';
import { OpenSocket } from './open-socket.ts';
import type { LiveRegister } from './live-register.ts';

export interface SocketDoorParts extends Doorkeeping {
  readonly protocol: Server<OpenSocket>;
  readonly register: LiveRegister;
  readonly log: Log;
}

/** Takes WebSocket connections on `/graphql`, until the register lets all of them go. */
export function takeSockets(server: HttpServer, parts: SocketDoorParts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: SOCKET_LIMITS.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if ((request.url ?? '').split('?', 1)[0] !== '/graphql')
      return answerRaw(socket, 404, 'NOT_FOUND', 'There is nothing here.');
    if (parts.register.leaving) return answerRaw(socket, 503, 'SERVICE_UNAVAILABLE', 'This door is closing.');
    if (!parts.origins.allows(request)) return answerRaw(socket, 403, 'FORBIDDEN', 'This origin is not allowed.');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      socket.removeAllListeners('timeout');
      serve(opened, socket, request, parts);
    });
  });
}

function serve(
  socket: WebSocket,
  wire: Socket,
  request: IncomingMessage,
  { protocol, register, proxies, forward, log }: SocketDoorParts,
): void {
  const one = new OpenSocket(socket, wire, clientOf(request, proxies, forward));
  register.add(one);
  socket.on('error', (error) => log.debug({ err: error }, 'a socket broke')); // ws closes it: too long a frame, not UTF-8
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(text, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listen) =>
        socket.on('message', (bytes, isBinary) => {
          if (isBinary) return one.close(CLOSE.notText);
          // ws hands over one Buffer unless told otherwise
          if (nestsTooDeep(bytes as Buffer)) return one.close(CLOSE.nesting);
          listen(String(bytes)).catch((error: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            log.error({ err: error }, 'a message could not be handled');
            one.close(CLOSE.fault);
          });
        }),
    },
    one,
  );
  socket.once('close', (code, reason) => void closed(code, String(reason)).catch(() => undefined));
}
