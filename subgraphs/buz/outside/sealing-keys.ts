import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';

/** What signs blocks, and whose signatures count. */
export interface SealingKeys {
  /** The public half that signs now: raw Ed25519, base64url. */
  readonly key: string;
  /** It, and those that signed before it. */
  readonly trusted: ReadonlySet<string>;
  /** Ed25519 (RFC 8032) over the UTF-8 text. */
  sign(text: string): Buffer;
}

export interface SealingSettings {
  /** 32 bytes; derived from the subgraph's secret when the settings hold none. */
  readonly seed: Buffer | null;
  readonly former: readonly string[];
}

/** PKCS #8 of an Ed25519 key (RFC 8410), up to its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function sealingKeys({ seed, former }: SealingSettings, secret: string): SealingKeys {
  const bytes = seed ?? Buffer.from(hkdfSync('sha256', secret, '', 'buz/sealing-key', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  const key = createPublicKey(privateKey).export({ format: 'jwk' }).x!;
  return { key, trusted: new Set([key, ...former]), sign: (text) => sign(null, Buffer.from(text), privateKey) };
}
