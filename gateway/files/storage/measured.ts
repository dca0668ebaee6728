import { createHash } from 'node:crypto';
import type { StoredBytes } from './file-store.ts';

/** Passes a stream on and knows its size and hash when it has ended. */
export class Measured {
  private readonly hash = createHash('sha256');
  private size = 0;

  async *through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.size += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }

  result(): StoredBytes {
    return { size: this.size, sha256: this.hash.digest('hex') };
  }
}
