import { createHash } from 'node:crypto';
import type { CheckedDocument } from './check-document.ts';

export interface KnownDocument extends CheckedDocument {
  /** SHA-256 of the text, hex: what Apollo Server knows a document by. */
  readonly hash: string;
  /** One of the product's own: served whatever the mode. */
  readonly registered: boolean;
}

const MAX_DOCUMENTS = 2_000;
/** Longer texts are mostly inlined values, which do not come twice. */
const MAX_TEXT = 16 * 1024;

/** Documents that were checked against one schema; the least recently used goes first. */
export class DocumentCache {
  private readonly byText = new Map<string, KnownDocument>();
  private readonly byHash = new Map<string, KnownDocument>();
  private readonly texts = new Map<string, string>();

  get size(): number {
    return this.byText.size;
  }

  get(text: string): KnownDocument | undefined {
    const known = this.byText.get(text);
    if (known) {
      this.byText.delete(text);
      this.byText.set(text, known);
    }
    return known;
  }

  /** The texts that were used last, the very last one first. */
  recent(count: number): string[] {
    return [...this.byText.keys()].reverse().slice(0, count);
  }

  textOf(hash: string): string | undefined {
    return this.texts.get(hash);
  }

  ofHash(hash: string): KnownDocument | undefined {
    return this.byHash.get(hash);
  }

  keep(text: string, checked: CheckedDocument, registered: boolean): KnownDocument {
    const known = { ...checked, hash: createHash('sha256').update(text).digest('hex'), registered };
    if (text.length > MAX_TEXT) return known;
    this.texts.set(known.hash, text);
    if (this.byText.size >= MAX_DOCUMENTS) {
      const [oldest, dropped] = this.byText.entries().next().value!;
      this.byText.delete(oldest);
      this.byHash.delete(dropped.hash);
      this.texts.delete(dropped.hash);
    }
    this.byText.set(text, known);
    this.byHash.set(known.hash, known);
    return known;
  }
}
