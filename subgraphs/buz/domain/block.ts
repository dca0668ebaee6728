import { createPublicKey, verify } from 'node:crypto';
import { rootOf, sha256 } from './merkle.ts';

/** Where a transfer stands in the order of sealing: its transaction, then its position. */
export interface Place {
  readonly xid: bigint;
  readonly position: bigint;
}

/** What a block says; its signature is over exactly this, as text. */
export interface BlockHeader {
  /** 1, 2, 3 ... without a gap. */
  readonly number: number;
  readonly first: Place;
  readonly last: Place;
  readonly count: number;
  readonly root: Buffer;
  /** The hash of the block before. */
  readonly previous: Buffer;
  /** Wall clock of the database, RFC 3339 with microseconds: it is never before its transfers were recorded. */
  readonly sealedAt: string;
  /** The raw Ed25519 public key that signs it, base64url: the key's name and the key itself. */
  readonly key: string;
}

export interface Block extends BlockHeader {
  readonly hash: Buffer;
  readonly signature: Buffer;
  /** The leaf hashes in order: what a proof's path is made of, and what tells which row is wrong. */
  readonly leaves: readonly Buffer[];
}

/** As many transfers go into one block at most: what one slice of verification holds in memory. */
export const BLOCK_SIZE = 4096;

/** What the first block follows. */
export const NO_BLOCK = { number: 0, hash: Buffer.alloc(32), last: { xid: 0n, position: 0n } } as const;

/** The text that a leaf is the hash of: place and time of recording, a line feed, the canonical form. Storage makes the same in SQL. */
export function leafText(place: Place, recordedAt: string, canonical: string): string {
  return `${place.xid} ${place.position} ${recordedAt}\n${canonical}`;
}

/** UTF-8 JSON with these names in this order: what is signed, and what the block's hash (SHA-256) is of. */
export function headerText(header: BlockHeader): string {
  const place = ({ xid, position }: Place): string[] => [String(xid), String(position)];
  return JSON.stringify({
    ledger: 'buz',
    block: header.number,
    first: place(header.first),
    last: place(header.last),
    count: header.count,
    root: header.root.toString('hex'),
    previous: header.previous.toString('hex'),
    sealed: header.sealedAt,
    key: header.key,
  });
}

/** The next block after `previous`; `sign` answers the Ed25519 signature of the header's text. */
export function nextBlock(
  previous: Pick<Block, 'number' | 'hash'>,
  sealed: Pick<Block, 'first' | 'last' | 'leaves' | 'sealedAt'>,
  signer: { readonly key: string; sign(text: string): Buffer },
): Block {
  const header: BlockHeader = {
    number: previous.number + 1,
    first: sealed.first,
    last: sealed.last,
    count: sealed.leaves.length,
    root: rootOf(sealed.leaves),
    previous: previous.hash,
    sealedAt: sealed.sealedAt,
    key: signer.key,
  };
  const text = headerText(header);
  return { ...header, hash: sha256(text), signature: signer.sign(text), leaves: sealed.leaves };
}

/** Whether `key` (raw, base64url) signed the text; a key that is none signed nothing. */
export function isSignedBy(key: string, text: string, signature: Buffer): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, Buffer.from(text), publicKey, signature);
  } catch {
    return false;
  }
}

export const isAfter = (one: Place, other: Place): boolean =>
  one.xid > other.xid || (one.xid === other.xid && one.position > other.position);
