import { createHash } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** 24 symbols of 5 bits: 120 bits, so that a plain hash is enough (ASVS 6.5.2 asks for 112). */
const SYMBOLS = 24;
/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `AAAA-BBBB-...`; `random` gives at least 24 uniform bytes per call (256 is a multiple of 32: no bias). */
export function recoveryCode(random: (bytes: number) => Uint8Array): string {
  const symbols = Array.from(random(SYMBOLS), (byte) => ALPHABET[byte & 31]!).join('');
  return symbols.match(/.{4}/g)!.join('-');
}

/** As typed by a person: any case, blanks and dashes, O for 0 and I or L for 1. Undefined when it is no recovery code. */
export function normalRecoveryCode(text: string): string | undefined {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return new RegExp(`^[${ALPHABET}]{${SYMBOLS}}$`).test(symbols) ? symbols : undefined;
}

/** Bound to the account, so that equal codes of two accounts have unequal hashes. */
export function recoveryCodeHash(accountId: string, normalCode: string): Buffer {
  return createHash('sha256').update(accountId).update('\0').update(normalCode).digest();
}
