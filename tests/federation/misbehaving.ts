import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What a subgraph does with one whole request. */
export type Conduct = (socket: Socket, request: string) => void;

/** A subgraph on a bare socket, so that it can also do what no HTTP server does. Counts whole requests. */
export class Misbehaving {
  conduct: Conduct = () => undefined;
  readonly requests: { readonly text: string; readonly at: number }[] = [];
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`;
  }

  /** Listens, again on the same port after a `kill`. */
  async start(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** As a process that was killed: every connection is reset, and nobody listens. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let heard = '';
    socket.on('data', (bytes) => {
      heard += String(bytes);
      const head = heard.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? NaN);
      if (head < 0 || heard.length < head + 4 + length) return;
      const text = heard;
      heard = '';
      this.requests.push({ text, at: performance.now() });
      this.conduct(socket, text);
    });
  }
}

const JSON_TYPE = 'content-type: application/json';

/** One whole answer. */
export function answering(body: string, status = '200 OK', ...headers: string[]): Conduct {
  const head = headers.length > 0 ? headers : [JSON_TYPE];
  const text = `HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  return (socket) => void socket.write(text);
}

/** The head and this much of a longer body, and then whatever comes. */
export function beginning(part: string, then: (socket: Socket) => void = () => undefined): Conduct {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 1000\r\n\r\n${part}`, () => then(socket));
  };
}
