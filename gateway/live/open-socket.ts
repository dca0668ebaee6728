import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { SOCKET_LIMITS } from '../guard/limits.ts';
import type { Client } from '../identity/authenticate.ts';
import type { Closing } from './close-codes.ts';
import { OpenConnection } from './open-connection.ts';

/** Written behind a frame, it tells when the frame has gone. */
const NOTHING = Buffer.alloc(0);

/** One WebSocket and whom it belongs to. */
export class OpenSocket extends OpenConnection {
  private answered = true;

  constructor(
    readonly socket: WebSocket,
    /** What it was made from. */
    private readonly wire: Socket,
    client: Client,
  ) {
    super(client, SOCKET_LIMITS.pingMs);
    socket.on('pong', () => (this.answered = true));
    socket.once('close', () => this.end('the socket closed'));
  }

  /**
   * Writes one whole frame that many readers get, past ws, which would frame it anew for each: ws writes whole frames at once, because nothing
   * is compressed, so that the two never mix. Undefined when the system has taken all of it; else to be waited for, so that what a slow
   * reader has not taken waits in its own bounded queue.
   */
  write(frame: Buffer): Promise<void> | undefined {
    const { socket, wire } = this;
    if (socket.readyState !== socket.OPEN) return undefined;
    wire.write(frame);
    if (wire.writableLength === 0) return undefined;
    return new Promise((resolve, reject) => {
      wire.write(NOTHING, (error) => (error ? reject(error) : resolve()));
    });
  }

  close({ code, reason }: Closing): void {
    if (this.socket.readyState >= this.socket.CLOSING) return;
    this.socket.close(code, reason);
  }

  beat(): boolean {
    if (!this.answered) return false;
    this.answered = false;
    this.socket.ping();
    return true;
  }

  terminate(): void {
    this.socket.terminate();
  }
}
