import type { Log } from '#chassis/log/log';

export class ResumeTooOld extends Error {
  override readonly name = 'ResumeTooOld';
}

export interface FollowedStreamParts<Message extends { readonly token: string }> {
  /** What is followed, for the log. */
  readonly name: string;
  /** The messages after the one that `after` names, or from now on; rejects with ResumeTooOld when that is too long ago. */
  open(after: string | undefined, signal: AbortSignal): AsyncIterable<Message>;
  heard(message: Message): void;
  /** What was known before may have changed unheard: called before the first message of a stream that does not resume another. */
  begunAnew(): void;
  /** A stream that beats, and says nothing for longer, is no longer believed. */
  readonly maxSilenceMs: number;
  readonly log: Log;
  readonly now: () => number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Follows an internal stream of a subgraph for as long as this process lives: resumes where it broke, and knows when it is silent. */
export class FollowedStream<Message extends { readonly token: string }> {
  readonly #parts: FollowedStreamParts<Message>;
  readonly #stopping = new AbortController();
  #heardAt = -Infinity;
  #resume: string | undefined;
  #running: Promise<void> | undefined;
  /** The end of the stream that was listened to last. */
  #leaving: Promise<unknown> | undefined;

  constructor(parts: FollowedStreamParts<Message>) {
    this.#parts = parts;
  }

  /** True while what happens is heard as it happens. */
  get current(): boolean {
    return this.#parts.now() - this.#heardAt <= this.#parts.maxSilenceMs;
  }

  /** True once it has said anything. */
  get begun(): boolean {
    return this.#heardAt > -Infinity;
  }

  start(): void {
    this.#running ??= this.#follow();
  }

  /** Resolves when the stream has ended, too. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#leaving;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const heardBefore = this.#heardAt;
      await this.#listen(signal).catch((error: unknown) => this.#lost(error));
      pauseMs = this.#heardAt > heardBefore ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await pause(pauseMs, signal);
    }
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const { maxSilenceMs, open, now, heard, begunAnew } = this.#parts;
    const silence = new AbortController();
    const guard = setInterval(() => !this.current && silence.abort(), maxSilenceMs * 2).unref();
    const either = AbortSignal.any([signal, silence.signal]);
    const stream = open(this.#resume, either)[Symbol.asyncIterator]();
    const ended = onAbort(either);
    try {
      for (;;) {
        const next = await Promise.race([stream.next(), ended]);
        if (!next || next.done) return;
        this.#heardAt = now();
        if (this.#resume === undefined) begunAnew();
        this.#resume = next.value.token;
        heard(next.value);
      }
    } finally {
      clearInterval(guard);
      this.#leaving = stream.return?.()?.catch(() => undefined); // not waited for here: one that is silent may never end
    }
  }

  #lost(error: unknown): void {
    const { log, name } = this.#parts;
    if (error instanceof ResumeTooOld) this.#resume = undefined;
    if (!this.#stopping.signal.aborted) log.warn({ err: error }, `the ${name} broke: listening again`);
  }
}

function onAbort(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
