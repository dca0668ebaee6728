import { createHmac, timingSafeEqual } from 'node:crypto';
import { isSnapshot, type Mark } from './snapshot.ts';

const VALID_MS = 10 * 60_000;

/** Signs and reads resume tokens: a mark in the outbox and the wall-clock time of issue. Any replica with the same key reads them. */
export class ResumeTokens {
  readonly #key: Uint8Array;
  readonly #nowMs: () => number;

  constructor(key: Uint8Array, nowMs: () => number = Date.now) {
    if (key.length < 32) throw new Error('the resume key needs 32 bytes');
    this.#key = key;
    this.#nowMs = nowMs;
  }

  sign(mark: Mark): string {
    const content = Buffer.from(JSON.stringify([mark.from, mark.to, mark.position, this.#nowMs()])).toString(
      'base64url',
    );
    return `${content}.${this.#mac(content).toString('base64url')}`;
  }

  /** Null for a token that is forged, damaged, or older than ten minutes: the reader has to read anew. */
  read(token: string): Mark | null {
    const [content, mac, ...rest] = token.split('.');
    if (!content || !mac || rest.length > 0) return null;
    const given = Buffer.from(mac, 'base64url');
    const right = this.#mac(content);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const [from, to, position, at] = JSON.parse(Buffer.from(content, 'base64url').toString()) as unknown[];
    if (!isSnapshot(from) || !isSnapshot(to) || typeof position !== 'number' || typeof at !== 'number') return null;
    if (this.#nowMs() - at > VALID_MS) return null;
    return { from, to, position };
  }

  #mac(content: string): Buffer {
    return createHmac('sha256', this.#key).update(`resume ${content}`).digest();
  }
}
