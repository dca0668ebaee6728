import { randomBytes } from 'node:crypto';

const KEY = /^[0-9a-f]{32}(\.raw)?$/;

/** 128 random bits: says nothing of the file, its owner or its age. */
export function newKey(): string {
  return randomBytes(16).toString('hex');
}

/** Where the bytes of a picture lie until it was drawn anew. */
export function rawKey(key: string): string {
  return `${key}.raw`;
}

/** A key is part of a path: anything else never gets that far. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new TypeError('not a key of the file store');
  return key;
}
