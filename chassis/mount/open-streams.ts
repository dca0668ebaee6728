import type { SubgraphEndpoint, SubgraphResult } from './endpoint.ts';

type Subscribed = Awaited<ReturnType<SubgraphEndpoint['subscribe']>>;
type Stream = AsyncIterableIterator<SubgraphResult>;

const STOPPING: SubgraphResult = {
  errors: [
    {
      message: 'This subgraph is stopping: subscribe again.',
      extensions: { code: 'SUBGRAPH_STOPPING', resumable: true },
    },
  ],
};

/** The streams of one subgraph that are open or being opened: whoever closes its database closes them first, and waits. */
export class OpenStreams {
  readonly #open = new Set<Stream>();
  readonly #beginning = new Set<Promise<Subscribed>>();
  #closed = false;

  /** Opens one, which calls `over` when nothing of it works any more. It ends with `signal`, also while it waits for an event. */
  async begin(open: (over: () => void) => Promise<Subscribed>, signal: AbortSignal | undefined): Promise<Subscribed> {
    if (this.#closed) return STOPPING;
    const ending = new AbortController();
    let stream: Stream | undefined;
    const beginning = open(() => {
      ending.abort();
      if (stream) this.#open.delete(stream);
    });
    this.#beginning.add(beginning);
    try {
      const begun = await beginning;
      if (!(Symbol.asyncIterator in begun)) return begun;
      stream = begun;
      this.#open.add(stream);
    } finally {
      this.#beginning.delete(beginning);
    }
    if (this.#closed || signal?.aborted) await left(stream);
    else signal?.addEventListener('abort', () => void left(stream), { once: true, signal: ending.signal });
    return stream;
  }

  /** Ends all of them, and resolves when none works any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#beginning);
    await Promise.all([...this.#open].map(left));
  }
}

/** What a stream has to say while it is being left interests nobody. */
async function left(stream: Stream): Promise<void> {
  await stream.return?.().catch(() => undefined);
}
