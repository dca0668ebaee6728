import type { Server } from 'node:http';
import type { Log } from '#chassis/log/log';
import type { Doorkeeping } from '../front/doorkeeping.ts';
import type { SessionBook } from '../identity/session-book.ts';
import type { RoadParts } from '../road-parts.ts';
import type { GatewaySettings } from '../settings.ts';
import { LiveRegister } from './live-register.ts';
import { takeSockets } from './socket-door.ts';
import { socketProtocol } from './socket-protocol.ts';
import { streamRoute, type Exchange } from './stream-route.ts';

export interface LiveParts extends RoadParts {
  readonly settings: Pick<GatewaySettings, 'drainMs' | 'production'>;
  readonly sessions: SessionBook;
  readonly log: Log;
}

/** What stays open: sockets and streams, counted and watched together. */
export interface OpenLive {
  /** Serves a client that reads streams. */
  readonly stream: (exchange: Exchange) => Promise<void>;
  /** Takes the WebSocket connections of a server. */
  takeSockets(server: Server, keeping: Doorkeeping): void;
  /** Takes no new connection, and lets the open ones go in slices. Nothing is left to do the second time. */
  stop(): Promise<void>;
}

export function openLive(parts: LiveParts): OpenLive {
  const { settings, metrics, log } = parts;
  const register = new LiveRegister(parts.sessions, parts.authenticator);
  metrics.gauge('gateway_sockets', 'Open sockets.', () => register.size - register.streams);
  metrics.gauge('gateway_streams', 'Open streams: server-sent events and multipart.', () => register.streams);
  const protocol = socketProtocol({ ...parts, register, suggestions: !settings.production });
  return {
    stream: streamRoute({ ...parts, register }),
    takeSockets: (server, keeping) => takeSockets(server, { ...keeping, protocol, register, log }),
    stop: () => register.closeAll(settings.drainMs / 4),
  };
}
