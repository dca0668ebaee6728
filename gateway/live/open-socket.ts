import type { WebSocket } from 'ws';
import type { Client } from '../identity/authenticate.ts';
import type { Identity } from '../identity/verify-token.ts';
import { CLOSE, type Closing } from './close-codes.ts';

/** setTimeout counts in 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One connection and whom it belongs to. It lives as long as its token, which a fresh one of the same session extends. */
export class OpenSocket {
  /** What limits count by, once the connection has said who it is. */
  holder: string | undefined;
  alive = true;
  /** Spreads the pings of many sockets over time. */
  turn = 0;
  private who: Identity | null = null;
  private expiry: NodeJS.Timeout | undefined;
  private readonly leaving = new AbortController();

  constructor(
    readonly socket: WebSocket,
    readonly client: Client,
  ) {
    socket.once('close', () => {
      clearTimeout(this.expiry);
      this.leaving.abort(new Error('the socket closed'));
    });
  }

  get identity(): Identity | null {
    return this.who;
  }

  /** Aborts when the connection is gone. */
  get gone(): AbortSignal {
    return this.leaving.signal;
  }

  become(identity: Identity | null): void {
    this.who = identity;
    clearTimeout(this.expiry);
    if (identity)
      this.expiry = setTimeout(
        () => this.close(CLOSE.rights),
        Math.min(Math.max(0, identity.expiresAt - Date.now()), LONGEST_TIMER_MS),
      ).unref();
  }

  close({ code, reason }: Closing): void {
    if (this.socket.readyState >= this.socket.CLOSING) return;
    this.socket.close(code, reason);
  }
}
