const REMEMBERED = 10_000;

/**
 * Which tags changed while an answer was being made: it may have been read before the change and be kept after it, and then nobody
 * would forget it.
 */
export class RecentChanges {
  #sequence = 0;
  /** Changes up to here are no longer known one by one. */
  #forgotten = 0;
  readonly #at = new Map<string, number>();

  get sequence(): number {
    return this.#sequence;
  }

  add(tag: string): void {
    this.#at.delete(tag);
    this.#at.set(tag, ++this.#sequence);
    if (this.#at.size <= REMEMBERED) return;
    const [oldest, sequence] = this.#at.entries().next().value!;
    this.#at.delete(oldest);
    this.#forgotten = sequence;
  }

  addAll(): void {
    this.#forgotten = ++this.#sequence;
    this.#at.clear();
  }

  /** Whether anything that concerns these tags or types may have changed after `sequence`. */
  since(sequence: number, tags: ReadonlySet<string>, types: ReadonlySet<string>): boolean {
    if (this.#forgotten > sequence) return true;
    if (this.#sequence === sequence) return false;
    for (const [tag, at] of this.#at) {
      if (at <= sequence) continue;
      const type = tag.split(':', 1)[0]!;
      if (tags.has(tag) || tags.has(type) || (type === tag && types.has(type))) return true;
    }
    return false;
  }
}
