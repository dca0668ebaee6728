import type { GraphQLError } from 'graphql';
import type { Log } from '#chassis/log/log';
import { refuse } from '../refusals.ts';
import { isSecret, partsOf } from './api-key.ts';
import type { ApiClient, ClientStore } from './client-store.ts';

const LOOK_EVERY_MS = 2_000;
/** What was not heard of for so long is not believed: a key that was revoked may not be used for longer. */
const STALE_MS = 5_000;

/** The API clients as this process knows them. Without a store there are none. */
export class ClientBook {
  readonly #store: ClientStore | undefined;
  readonly #log: Log;
  #clients: ReadonlyMap<string, ApiClient> = new Map();
  #heardAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: ClientStore | undefined, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Reads the clients, now and every two seconds; while it cannot, nobody with a key is believed for long. */
  async start(): Promise<void> {
    if (!this.#store) return;
    await this.#look();
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  /** The client of a key, none when none was given, or why the key is not taken. In memory, and in the same time for every wrong secret. */
  verify(key: string | undefined): ApiClient | undefined | GraphQLError {
    if (key === undefined) return undefined;
    if (!this.#store) return refuse('UNAUTHENTICATED', 'No API keys are known here: the gateway has no database.');
    const parts = partsOf(key);
    if (performance.now() - this.#heardAt > STALE_MS)
      return refuse('SERVICE_UNAVAILABLE', 'API keys cannot be checked right now.');
    const client = parts && this.#clients.get(parts.id);
    if (client && isSecret(parts.secret, client.secretHash)) return client;
    return refuse('UNAUTHENTICATED', 'The API key is not valid.');
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#store?.close();
  }

  async #look(): Promise<void> {
    const askedAt = performance.now();
    try {
      const clients = await this.#store!.active();
      this.#clients = new Map(clients.map((client) => [client.id, client]));
      this.#heardAt = askedAt;
    } catch (error) {
      this.#log.warn({ err: error }, 'the API clients cannot be read');
    }
  }
}
