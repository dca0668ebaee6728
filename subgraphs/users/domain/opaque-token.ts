import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a client to keep; we keep only the hash. */
export function opaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A hash of 256 random bits needs neither salt nor cost. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
