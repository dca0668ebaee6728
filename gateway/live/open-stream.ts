import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import { LIVE_LIMITS } from '../guard/limits.ts';
import { maskError, type Masking } from '../guard/mask.ts';
import type { Client } from '../identity/authenticate.ts';
import { CLOSE, type Closing } from './close-codes.ts';
import { drained } from './drained.ts';
import { STREAM_HEADERS, type Framing } from './framing.ts';
import { lastWords } from './last-words.ts';
import { OpenConnection } from './open-connection.ts';

/** So long the last bytes may take to leave; then the connection is cut. */
const LAST_BYTES_MS = 5_000;

export interface StreamParts {
  readonly response: ServerResponse;
  readonly framing: Framing;
  readonly client: Client;
  readonly masking: Masking;
  /** Answers with a status of its own while nothing of the stream has been sent. */
  refuse(errors: readonly GraphQLError[]): void;
}

/** One HTTP response that stays open, and whom it belongs to. What its reader has not taken waits in no memory of ours. */
export class OpenStream extends OpenConnection {
  private readonly parts: StreamParts;
  private begun = false;
  private over = false;
  private taken = true;

  constructor(parts: StreamParts) {
    super(parts.client, LIVE_LIMITS.heartbeatMs);
    this.parts = parts;
    parts.response.once('close', () => this.ended('the client left'));
    if (parts.response.destroyed) this.ended('the client left');
  }

  begin(): void {
    if (this.over || this.begun) return;
    const { response, framing } = this.parts;
    this.begun = true;
    response.writeHead(200, { ...STREAM_HEADERS, 'content-type': framing.contentType });
    response.write(framing.open);
  }

  /**
   * Undefined when there is room for more; else to be waited for, until there is room or the stream has ended: whoever waits takes no further
   * event from its source.
   */
  send(text: string): Promise<void> | undefined {
    if (this.over) return undefined;
    const { response } = this.parts;
    return response.write(text) ? undefined : drained(response, this.gone);
  }

  /** The operation is over. */
  finish(): void {
    this.say(this.parts.framing.complete, 'the operation is over');
  }

  close(closing: Closing): void {
    if (this.over) return;
    const error = lastWords(closing);
    const { framing, masking } = this.parts;
    if (this.begun)
      return this.say(framing.closed(maskError(error, masking), closing === CLOSE.leaving), closing.reason);
    this.ended(closing.reason);
    this.parts.refuse([error]);
  }

  beat(): boolean {
    if (!this.begun) return true;
    if (!this.taken) return false;
    this.taken = false;
    this.parts.response.write(this.parts.framing.heartbeat, () => (this.taken = true));
    return true;
  }

  terminate(): void {
    this.ended('the reader does not read');
    this.parts.response.destroy();
  }

  private say(text: string, reason: string): void {
    if (this.over) return;
    const { response } = this.parts;
    this.ended(reason);
    response.end(text);
    const late = setTimeout(() => response.destroy(), LAST_BYTES_MS).unref();
    response.once('close', () => clearTimeout(late));
  }

  private ended(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.end(reason);
  }
}
