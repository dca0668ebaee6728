import type { Readable } from 'node:stream';

export interface StoredBytes {
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Both ends included, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where the bytes of files lie. Keys are `newKey()`s; nobody outside ever learns one. */
export interface FileStore {
  /** Writes the whole source, hashing on the way, or leaves nothing under the key. A source that throws is a failed write. */
  put(key: string, source: AsyncIterable<Buffer>): Promise<StoredBytes>;
  /** @throws NoSuchFile */
  get(key: string, range?: ByteRange): Promise<Readable>;
  head(key: string): Promise<{ readonly size: number } | undefined>;
  /** Also what a write that died has left. Nothing there is as good. */
  delete(key: string): Promise<void>;
  /** Throws when it cannot be used. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export class NoSuchFile extends Error {
  override readonly name = 'NoSuchFile';
}
