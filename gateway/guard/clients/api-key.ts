import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `ak_<id>_<secret>`: the id finds the client, the secret of 256 bits proves it. Only its hash is kept. */
const KEY = /^ak_([a-z0-9]{12})_([\w-]{43})$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export interface MintedKey {
  readonly id: string;
  /** Shown once, to whoever made it. */
  readonly key: string;
  readonly secretHash: string;
}

export function mintKey(): MintedKey {
  const id = [...randomBytes(12)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  const secret = randomBytes(32).toString('base64url');
  return { id, key: `ak_${id}_${secret}`, secretHash: hashOf(secret) };
}

export function partsOf(key: string): { readonly id: string; readonly secret: string } | undefined {
  const match = KEY.exec(key);
  return match ? { id: match[1]!, secret: match[2]! } : undefined;
}

/** Takes the same time wherever the two differ. A random secret of this length needs no slow hash. */
export function isSecret(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(secretHash, 'hex'));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
