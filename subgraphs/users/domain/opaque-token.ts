import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 256 random bits for a client to keep; we keep only the hash. */
export function opaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A hash of 256 random bits needs neither salt nor cost. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const NONCE = Buffer.alloc(12); // a parent seals one child in its life: the key is never used twice

/** Seals a token so that only a holder of `parent` can read it: what we keep of it is useless to whoever reads our tables. */
export function sealUnder(parent: string, child: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keyOf(parent), NONCE);
  return Buffer.concat([cipher.update(child, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

export function openUnder(parent: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(parent), NONCE);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
}

function keyOf(parent: string): Buffer {
  return Buffer.from(hkdfSync('sha256', parent, '', 'users/refresh-child', 32));
}
