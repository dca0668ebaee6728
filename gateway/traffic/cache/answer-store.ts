import type { Branch } from '../../graph/branch.ts';

export interface KeptAnswer {
  readonly data: Branch;
  /** When it was asked for, on the monotonic clock in ms: its age counts from before it was true. */
  readonly askedAt: number;
  readonly maxAgeMs: number;
  readonly isPrivate: boolean;
}

interface Entry extends KeptAnswer {
  readonly bytes: number;
  readonly tags: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

/** What an entry costs beyond its text. */
const OVERHEAD_BYTES = 500;
/** One answer may take this part of the room. */
const LARGEST_SHARE = 0.1;

/** Whole answers in bounded room, the least recently used goes first; found by key, and by what they contain. */
export class AnswerStore {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  readonly #byTag = new Map<string, Set<string>>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string, nowMs: number): KeptAnswer | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (nowMs - entry.askedAt >= entry.maxAgeMs) return void this.#drop(key);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  keep(key: string, answer: KeptAnswer, tags: ReadonlySet<string>, types: ReadonlySet<string>): void {
    const names = [...tags].reduce((sum, tag) => sum + tag.length + 50, 0);
    const bytes = Buffer.byteLength(JSON.stringify(answer.data)) + key.length + names + OVERHEAD_BYTES;
    if (bytes > this.#maxBytes * LARGEST_SHARE) return;
    this.#drop(key);
    while (this.#bytes + bytes > this.#maxBytes) this.#drop(this.#entries.keys().next().value!);
    this.#entries.set(key, { ...answer, bytes, tags, types });
    this.#bytes += bytes;
    for (const name of indexOf(tags, types)) {
      const keys = this.#byTag.get(name);
      if (keys) keys.add(key);
      else this.#byTag.set(name, new Set([key]));
    }
  }

  /** Drops what contains this: `Type:id`, or `Type` for everything that may contain one of them. Returns how many it were. */
  forget(tag: string): number {
    const at = tag.indexOf(':');
    const names = at < 0 ? [anyOf(tag)] : [tag, tag.slice(0, at)];
    const keys = new Set(names.flatMap((name) => [...(this.#byTag.get(name) ?? [])]));
    for (const key of keys) this.#drop(key);
    return keys.size;
  }

  clear(): void {
    this.#entries.clear();
    this.#byTag.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    for (const name of indexOf(entry.tags, entry.types)) {
      const keys = this.#byTag.get(name)!;
      keys.delete(key);
      if (keys.size === 0) this.#byTag.delete(name);
    }
  }
}

/** An empty list of a type contains none of it and still changes when one comes. */
const anyOf = (type: string): string => `${type}:*`;

function indexOf(tags: ReadonlySet<string>, types: ReadonlySet<string>): string[] {
  return [...tags, ...[...types].map(anyOf)];
}
