import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts secrets at rest and derives unguessable texts, all under one key-encryption key that only the settings hold. */
export interface SecretBox {
  /** What everything sealed under today's key begins with. */
  readonly fingerprint: Buffer;
  /** AES-256-GCM; `context` (purpose and owner) is authenticated, so that a sealed secret moved to another row does not open. */
  seal(plain: Uint8Array, context: string): Buffer;
  open(sealed: Uint8Array, context: string): Buffer;
  /** 256 bits that only a holder of the key can compute from `id`: mailed links need no secret in a job or a row. */
  derive(purpose: string, id: string): string;
}

const FORMAT = 1;
const FINGERPRINT_BYTES = 8;

/**
 * `key` is 32 bytes; `previous` are those that it replaced, which still open what they sealed. Layout: format, 8 bytes of key
 * fingerprint, 12 bytes of nonce, ciphertext, 16 bytes of tag.
 */
export function secretBox(key: Buffer, previous: readonly Buffer[] = []): SecretBox {
  const current = sealingKey(key);
  const known = [current, ...previous.map(sealingKey)];
  const deriving = Buffer.from(hkdfSync('sha256', key, '', 'users/derive', 32));
  return {
    fingerprint: Buffer.concat([Buffer.from([FORMAT]), current.fingerprint]),
    seal(plain, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), current.fingerprint, nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      if (bytes.length < 37 || bytes[0] !== FORMAT) throw new Error('Not a sealed secret.');
      const by = known.find(({ fingerprint }) => bytes.subarray(1, 1 + FINGERPRINT_BYTES).equals(fingerprint));
      if (!by) {
        throw new Error('A stored secret was sealed under another key-encryption key than those in the settings.');
      }
      const decipher = createDecipheriv('aes-256-gcm', by.key, bytes.subarray(9, 21)).setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(21, -16)), decipher.final()]);
    },
    derive: (purpose, id) => createHmac('sha256', deriving).update(purpose).update('\0').update(id).digest('base64url'),
  };
}

function sealingKey(key: Buffer): { readonly key: Buffer; readonly fingerprint: Buffer } {
  if (key.length !== 32) throw new Error('The key-encryption key of users must be 32 bytes, base64.');
  const digest = createHash('sha256').update('users/fingerprint').update(key).digest();
  return {
    key: Buffer.from(hkdfSync('sha256', key, '', 'users/seal', 32)),
    fingerprint: digest.subarray(0, FINGERPRINT_BYTES),
  };
}
