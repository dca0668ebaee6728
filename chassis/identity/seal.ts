import { createHmac, hash, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';

export const SEAL_HEADER = 'x-sealed-caller';
const MAX_AGE_MS = 60_000;

export interface SealKey {
  /** Names the key in the header, so that two can be valid while one is being replaced. */
  readonly id: string;
  readonly secret: Buffer;
}

/** HKDF-SHA256 (RFC 5869) from the master secret that only the gateway holds: a subgraph knows its own key and no other. */
export function deriveKey(masterSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterSecret, 'venture-os', purpose, 32));
}

/** The id of a key that nobody has replaced yet. */
export const FIRST_SEAL_KEY = 'k1';

/** What the key of a subgraph is derived for: another id is another key, so that one that became known can be replaced. */
export const sealPurpose = (subgraph: string, keyId = FIRST_SEAL_KEY): string =>
  keyId === FIRST_SEAL_KEY ? `seal:${subgraph}` : `seal:${subgraph}:${keyId}`;

/** An id is part of a seal, and of `SEAL_KEYS`. */
export const isSealKeyId = (text: string): boolean => /^[\w-]{1,32}$/.test(text);

/** Seals one call: HMAC-SHA256 over audience, caller, time, nonce and the SHA-256 of the exact body. */
export function seal(caller: Caller, audience: string, body: string | Buffer, key: SealKey): string {
  const claims = { audience, caller: { ...caller, nonce: randomUUID() }, at: Date.now(), body: hashOf(body) };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${key.id}.${payload}.${macOf(key, payload)}`;
}

export type Unsealed = { readonly caller: Caller } | { readonly fault: string };

/** Checks a seal before anything of the body is parsed. `fault` says why, for the log; the answer outside is always the same. */
export function unseal(
  text: string | undefined,
  audience: string,
  body: string | Buffer,
  keys: readonly SealKey[],
): Unsealed {
  if (text === undefined) return { fault: 'no seal' };
  const [id, payload, mac, rest] = text.split('.');
  const key = keys.find((candidate) => candidate.id === id);
  if (!key || !payload || !mac || rest !== undefined) return { fault: 'malformed seal or unknown key' };
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(key, payload))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { fault: 'wrong seal' };
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    audience: string;
    caller: Caller;
    at: number;
    body: string;
  };
  if (claims.audience !== audience) return { fault: `sealed for ${claims.audience}` };
  if (Math.abs(Date.now() - claims.at) > MAX_AGE_MS) return { fault: 'seal too old' };
  if (claims.body !== hashOf(body)) return { fault: 'the body is not the sealed one' };
  Object.freeze(claims.caller.headers); // read-only here as it is in one process
  return { caller: claims.caller };
}

/** What stands for the body when a subscription is sealed: these values in this order. */
export function sealedText(operation: {
  query: string;
  operationName?: string | null;
  variables?: object | null;
  extensions?: Readonly<Record<string, unknown>> | null;
}): string {
  const { query, operationName, variables, extensions } = operation;
  const { after = null, positions = false } = extensions ?? {};
  return JSON.stringify([query, operationName ?? null, variables ?? {}, after, positions]);
}

const hashOf = (body: string | Buffer) => hash('sha256', body, 'base64url');
const macOf = (key: SealKey, payload: string) =>
  createHmac('sha256', key.secret).update(`${key.id}.${payload}`).digest('base64url');
