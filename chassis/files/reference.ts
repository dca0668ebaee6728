import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Id } from '#kernel/id';

/** A stored file as its owning subgraph keeps it: never the bytes, never where they lie. */
export interface FileReference {
  readonly id: Id;
  /** As the person called it, made harmless. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** From the content, never from what a client said. */
  readonly type: string;
  /** Of the stored bytes, hex. */
  readonly sha256: string;
  /** Pixels; null for what is no picture. */
  readonly width: number | null;
  readonly height: number | null;
}

/** What a subgraph gets in place of an `Upload`: the reference, and the gateway's word for whom and for what it was uploaded. */
export interface HandedFile extends FileReference {
  /** `until.mac`; see `isHandedTo`. */
  readonly proof: string;
}

export interface Handing {
  readonly userId: Id;
  /** What the field takes files for: `avatar`. */
  readonly purpose: string;
}

/** The purpose under which the key for the files of one subgraph is derived from the master secret. */
export const fileKeyPurpose = (subgraph: string): string => `file:${subgraph}`;

/** The gateway's word for a handed file; good until `until` (wall clock, epoch ms). */
export function hand(file: FileReference, to: Handing, until: number, key: Buffer): HandedFile {
  return { ...file, proof: `${until}.${macOf(file, to, until, key)}` };
}

/** Whether the gateway handed over exactly this file, for this person and purpose, just now. */
export function isHandedTo(file: HandedFile, to: Handing, now: number, key: Buffer): boolean {
  const [until, mac = ''] = file.proof.split('.');
  const expected = Buffer.from(macOf(file, to, Number(until), key));
  const given = Buffer.from(mac);
  return given.length === expected.length && timingSafeEqual(given, expected) && now <= Number(until);
}

function macOf(file: FileReference, { userId, purpose }: Handing, until: number, key: Buffer): string {
  const { id, name, size, type, sha256, width, height } = file;
  const claims = ['hand', id, name, size, type, sha256, width, height, userId, purpose, until];
  return createHmac('sha256', key).update(JSON.stringify(claims)).digest('base64url');
}
