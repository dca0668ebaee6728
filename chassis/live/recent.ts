import type { Told } from './outbox-reader.ts';
import { isVisibleIn, surelyCovers, type Mark, type Snapshot } from './snapshot.ts';

const KEPT = 5000;
const KEPT_BYTES = 8 * 1024 * 1024;

/** The last rows that the tail published, by topic, so that a reader who was away for a moment costs no query. */
export class Recent {
  #since: Snapshot | null = null;
  #bytes = 0;
  readonly #rows: { readonly told: Told; readonly topics: ReadonlySet<string> }[] = [];
  readonly #byTopic = new Map<string, Told[]>();

  /** Everything that this snapshot cannot see will be kept from now on. */
  startAt(snapshot: Snapshot): void {
    this.#since = snapshot;
  }

  keep(told: Told, topics: ReadonlySet<string>): void {
    if (topics.size === 0) return;
    this.#rows.push({ told, topics });
    this.#bytes += told.bytes;
    for (const topic of topics) {
      const rows = this.#byTopic.get(topic);
      if (rows) rows.push(told);
      else this.#byTopic.set(topic, [told]);
    }
    while (this.#rows.length > KEPT || this.#bytes > KEPT_BYTES) this.#forget();
  }

  /** What a reader at `mark` has missed on `topic`, or null when that may begin before what is kept. */
  after(mark: Mark, topic: string): readonly Told[] | null {
    if (this.#since === null || !surelyCovers(mark.from, this.#since)) return null;
    return (this.#byTopic.get(topic) ?? []).filter(
      ({ xid, mark: own }) =>
        !isVisibleIn(mark.from, xid) && !(own.position <= mark.position && isVisibleIn(mark.to, xid)),
    );
  }

  #forget(): void {
    const oldest = this.#rows.shift();
    if (!oldest) return;
    this.#bytes -= oldest.told.bytes;
    this.#since = oldest.told.mark.to;
    for (const topic of oldest.topics) {
      const rows = this.#byTopic.get(topic)!;
      rows.shift();
      if (rows.length === 0) this.#byTopic.delete(topic);
    }
  }
}
