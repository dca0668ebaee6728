import { refusal, type Refusal } from '#kernel/refusal';
import { COMMON_SKELETONS } from './common-passwords.ts';

export const MIN_LENGTH = 12;
export const MIN_LENGTH_PRIVILEGED = 14;
export const MAX_LENGTH = 128;
/** A new password differs from this many last ones, the current one included. */
export const HISTORY = 5;

export type WeakPassword = Refusal<'WeakPassword'> & { readonly reasons: readonly string[] };

/** Whose password it is to be: what an attacker who knows the person tries first. */
export interface PasswordOwner {
  readonly email: string;
  readonly displayName?: string | null;
  readonly privileged: boolean;
}

/** The form that is counted and hashed: NFKC, so that two keyboards that write the same letters differently agree. Nothing is cut. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC');
}

/** NIST 800-63B: length and a blocklist, no composition rules. Returns every reason at once. */
export function judgePassword(password: string, owner: PasswordOwner): WeakPassword | undefined {
  const text = normalPassword(password);
  const length = [...text].length;
  const least = owner.privileged ? MIN_LENGTH_PRIVILEGED : MIN_LENGTH;
  const reasons: string[] = [];
  if (length < least) reasons.push(`It has ${length} characters and needs at least ${least}.`);
  if (length > MAX_LENGTH) reasons.push(`It has ${length} characters; ${MAX_LENGTH} are the most.`);
  else if (isCommon(text)) reasons.push('It is a common password, or one with digits or signs around it.');
  else if (isPattern(text)) reasons.push('It is a sequence or a repetition.');
  if (length <= MAX_LENGTH && containsOwner(text, owner)) reasons.push('It contains your name or e-mail address.');
  return reasons.length > 0 ? weakPassword(reasons) : undefined;
}

export function weakPassword(reasons: readonly string[]): WeakPassword {
  return refusal('WeakPassword', 'Choose another password.', { reasons });
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i', l: 'i',
}; // prettier-ignore

/**
 * What is left of a password when its decoration is taken away: case, digits and signs at both ends, digits that stand for letters,
 * and repetition. `P@ssw0rd2024!!` and `password` have the same skeleton.
 */
export function skeletonOf(text: string): string {
  return plainOf(text.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
}

function plainOf(text: string): string {
  const letters = [...text].map((char) => LEET[char] ?? char).join('').replace(/[^\p{L}\d]/gu, ''); // prettier-ignore
  return /^(.{4,}?)\1+$/u.exec(letters)?.[1] ?? letters;
}

function isCommon(text: string): boolean {
  const lower = text.toLowerCase();
  // the second form keeps the signs at the ends, which may be letters: `$unshine`
  return [skeletonOf(lower), plainOf(lower), lower].some((form) => COMMON_SKELETONS.has(form));
}

const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
];
const WALKS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** Few different characters, one short piece over and over, or a walk along the alphabet, the digits or a keyboard. */
function isPattern(text: string): boolean {
  const lower = text.toLowerCase();
  if (new Set(lower).size < 5) return true;
  if (/^(.{1,6}?)\1+.{0,5}$/su.test(lower)) return true;
  return longestWalk(lower) * 4 >= lower.length * 3;
}

/** The length of the longest piece of `text` that lies on a walk. */
function longestWalk(text: string): number {
  let longest = 0;
  for (let start = 0; start < text.length; start++) {
    for (const walk of WALKS) {
      let length = 1;
      while (start + length < text.length && walk.includes(text.slice(start, start + length + 1))) length++;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function containsOwner(text: string, owner: PasswordOwner): boolean {
  const lower = text.toLowerCase();
  const [local = '', host = ''] = owner.email.toLowerCase().split('@');
  const words = [local, host, ...local.split(/[^\p{L}\d]+/u), ...(owner.displayName ?? '').toLowerCase().split(/\s+/u)];
  return words.some((word) => word.length >= 5 && lower.includes(word));
}
