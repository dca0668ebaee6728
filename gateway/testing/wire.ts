import { WebSocket } from 'ws';
import type { Opened } from './opened.ts';
import { until } from './until.ts';

export interface Message {
  readonly type: string;
  readonly id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into JSON of any shape
  readonly payload?: any;
}

/** A client of the bare protocol, so that it can also do what no well-behaved client does. */
export class Wire {
  readonly heard: Message[] = [];
  closed: { code: number; reason: string } | undefined;
  /** The HTTP status when the socket was refused before it opened. */
  status: number | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (bytes) => this.heard.push(JSON.parse(String(bytes)) as Message));
    socket.on('close', (code, reason) => (this.closed = { code, reason: String(reason) }));
    socket.on('unexpected-response', (_, response) => (this.status = response.statusCode));
    socket.on('error', () => undefined);
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  of(id: string, type = 'next'): Message[] {
    return this.heard.filter((message) => message.id === id && message.type === type);
  }

  async first(id: string, type = 'next'): Promise<Message> {
    await until(() => this.of(id, type).length > 0);
    return this.of(id, type)[0]!;
  }
}

const wires: Wire[] = [];

export function hangUp(): void {
  for (const { socket } of wires.splice(0)) socket.terminate();
}

export function dial(
  at: Opened,
  options: { protocol?: string; origin?: string; path?: string; headers?: Record<string, string> } = {},
): Wire {
  const url = `${at.door.url.replace('http', 'ws')}${options.path ?? '/graphql'}`;
  const { protocol = 'graphql-transport-ws', origin, headers } = options;
  const wire = new Wire(new WebSocket(url, protocol, { ...(origin && { origin }), ...(headers && { headers }) }));
  wires.push(wire);
  return wire;
}

/** A socket that has said who it is: acknowledged, or closed for it. */
export async function greeted(at: Opened, token?: string, headers?: Record<string, string>): Promise<Wire> {
  const wire = dial(at, headers && { headers });
  await until(() => wire.socket.readyState === WebSocket.OPEN);
  wire.send({ type: 'connection_init', payload: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  await until(() => wire.closed !== undefined || wire.heard.some(({ type }) => type === 'connection_ack'));
  return wire;
}
