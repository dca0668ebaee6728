import { Pulse } from '#chassis/events/pulse';
import type { Log } from '#chassis/log/log';
import type { OutboxReader } from './outbox-reader.ts';
import type { Mark } from './snapshot.ts';
import type { TopicHub } from './topic-hub.ts';

/** Reads its subgraph's own outbox in every replica and publishes each row once, as soon as it is visible. */
export class Tail {
  readonly #reader: OutboxReader;
  readonly #hub: TopicHub;
  readonly #batch: number;
  readonly #pulse: Pulse;
  #mark: Mark | null = null;
  #readAt: number | undefined;

  constructor(parts: { reader: OutboxReader; hub: TopicHub; log: Log; pollMs: number; batch: number }) {
    this.#reader = parts.reader;
    this.#hub = parts.hub;
    this.#batch = parts.batch;
    this.#pulse = new Pulse('tail', parts.pollMs, parts.log, () => this.#beat());
  }

  /** Wall clock: when it began the look that found all there was; undefined while nobody wants to hear anything. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  /** From here on nothing is missed. */
  async start(): Promise<void> {
    const readAt = Date.now();
    this.#mark = await this.#reader.now();
    this.#hub.publish([], this.#mark, readAt);
    if (this.#hub.types.length > 0) this.#pulse.wake();
  }

  wake(): void {
    if (this.#mark && this.#hub.types.length > 0) this.#pulse.wake();
  }

  async stop(): Promise<void> {
    await this.#pulse.stop();
    this.#hub.close();
  }

  async #beat(): Promise<boolean> {
    const readAt = Date.now();
    for (let more = true; more;) {
      const resumed = this.#mark!.position > 0;
      const page = await this.#reader.after(this.#mark!, this.#batch, this.#hub.types);
      this.#mark = page.more ? page.told.at(-1)!.mark : page.end;
      this.#hub.publish(page.told, this.#mark, page.more || resumed ? undefined : readAt);
      more = page.more || resumed; // the later pages of a long read are as of its first one: look once more
    }
    this.#readAt = readAt;
    return false;
  }
}
