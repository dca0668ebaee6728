import type { WebSocket } from 'ws';
import { SOCKET_LIMITS } from '../guard/limits.ts';
import type { Client } from '../identity/authenticate.ts';
import type { Closing } from './close-codes.ts';
import { OpenConnection } from './open-connection.ts';

/** One WebSocket and whom it belongs to. */
export class OpenSocket extends OpenConnection {
  private answered = true;

  constructor(
    readonly socket: WebSocket,
    client: Client,
  ) {
    super(client, SOCKET_LIMITS.pingMs);
    socket.on('pong', () => (this.answered = true));
    socket.once('close', () => this.end('the socket closed'));
  }

  /**
   * Writes one frame. Undefined when the system has taken all of it; else to be waited for, so that what a slow reader has not taken waits in
   * its own bounded queue.
   */
  write(text: string): Promise<void> | undefined {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return undefined;
    let sent: ((error?: Error | null) => void) | undefined;
    socket.send(text, (error) => sent?.(error));
    if (socket.bufferedAmount === 0) return undefined;
    return new Promise((resolve, reject) => (sent = (error) => (error ? reject(error) : resolve())));
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
