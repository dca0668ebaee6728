import type { DomainEvent } from '#kernel/event';
import { AbsentNeighbour, type Bus, type RoadEnd, type SubscriptionRequest } from './bus.ts';

/** Seals what one subgraph says to another: a key of its own for each ordered pair. */
export interface RoadSeal {
  /** Headers that prove to `to` that this subgraph sent exactly this body, now. */
  seal(to: string, body: string): Record<string, string>;
}

export const DEPOSIT_PATH = '/road/deposit';
const MAX_POST_CHARACTERS = 1024 * 1024;
export const SUBSCRIBE_PATH = '/road/subscribe';

/**
 * Many processes without a broker: a sealed POST to the peer. Addresses come from this process's settings, never from the wire, so that a
 * subscription cannot point a producer at a stranger.
 */
export class HttpBus implements Bus {
  readonly #own: RoadEnd['name'];
  readonly #peers: Readonly<Record<string, string>>;
  readonly #seal: RoadSeal;
  readonly #timeoutMs: number;
  #self: RoadEnd | null = null;

  constructor(options: {
    name: string;
    /** Base URL of every other subgraph that may produce for us or consume from us. */
    peers: Readonly<Record<string, string>>;
    seal: RoadSeal;
    timeoutMs?: number;
  }) {
    this.#own = options.name;
    this.#peers = options.peers;
    this.#seal = options.seal;
    this.#timeoutMs = options.timeoutMs ?? 5000;
  }

  /** A subgraph that hears its own events does so without leaving the process. */
  join(end: RoadEnd): () => void {
    this.#self = end;
    return () => void (this.#self = null);
  }

  async deliver(producer: string, consumer: string, events: readonly DomainEvent[]): Promise<void> {
    if (consumer === this.#own) return this.#selfEnd().deposit(producer, events);
    for (const part of parts(events)) await this.#post(consumer, DEPOSIT_PATH, { events: part });
  }

  async subscribe(producer: string, request: SubscriptionRequest): Promise<void> {
    if (producer === this.#own) return this.#selfEnd().accept(request);
    await this.#post(producer, SUBSCRIBE_PATH, request);
  }

  #selfEnd(): RoadEnd {
    if (!this.#self) throw new Error(`${this.#own} is not mounted`);
    return this.#self;
  }

  async #post(peer: string, path: string, content: object): Promise<void> {
    const base = this.#peers[peer];
    if (!base) throw new AbsentNeighbour(`no address for ${peer}: add it to the peers of ${this.#own}`);
    const body = JSON.stringify(content);
    const answer = await fetch(new URL(path, base), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#seal.seal(peer, body) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    if (answer.status === 204) return;
    throw new Error(`${peer} answered ${answer.status} to ${path}: ${(await answer.text()).slice(0, 200)}`);
  }
}

/** Cuts a delivery so that each request stays far below what the desk accepts. */
function parts(events: readonly DomainEvent[]): DomainEvent[][] {
  const cut: DomainEvent[][] = [[]];
  let length = 0;
  for (const event of events) {
    const more = JSON.stringify(event).length;
    if (length > 0 && length + more > MAX_POST_CHARACTERS) {
      cut.push([]);
      length = 0;
    }
    cut.at(-1)!.push(event);
    length += more;
  }
  return cut;
}
