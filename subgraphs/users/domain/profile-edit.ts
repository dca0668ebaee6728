import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { PLAIN_LINE, PLAIN_LINES } from '#kernel/plain-text';
import { AVAILABILITIES } from './profile.ts';
import type { PrivacyEdit, Profile, ProfileEdit } from './profile.ts';

export interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

export type ProfileInvalid = Refusal<'ProfileInvalid'> & { readonly issues: readonly FieldIssue[] };

/** Longest text per field, in Unicode code points after trimming. */
const LONGEST = {
  username: 30,
  firstName: 80,
  lastName: 80,
  displayName: 80,
  nickname: 40,
  bio: 280,
  location: 80,
  websiteUrl: 200,
  timezone: 64,
  availability: 20,
  experienceStartDate: 10,
} as const;
const LONGEST_LIST = 20;
const LONGEST_ENTRY = 40;

const USERNAME = /^[a-z][a-z0-9_]{2,29}$/;
/** Names that could pass for the platform itself, or that a path of the site uses. */
const RESERVED = new Set(
  'admin administrator root system support help security moderator staff official api auth graphql me null undefined settings'.split(
    ' ',
  ),
);
/** Writes the edit into `profile`, trimmed and with empty text as null, or says for each field what is wrong and changes nothing. */
export function editProfile(profile: Profile, edit: ProfileEdit, now: Date): ProfileInvalid | null {
  const texts = Object.entries(LONGEST).flatMap(([field, longest]) => {
    const given = edit[field as keyof typeof LONGEST];
    if (given === undefined) return [];
    const value = (given ?? '').trim();
    return [{ field: field as keyof typeof LONGEST, longest, value: value === '' ? null : value }];
  });
  const lists = (['interests', 'languages'] as const).flatMap((field) =>
    edit[field] === undefined ? [] : [{ field, entries: tidy(edit[field] ?? []) }],
  );
  const issues = [
    ...texts.flatMap(({ field, longest, value }) => issueOf(field, value, longest, now)),
    ...lists.flatMap(({ field, entries }) => listIssue(field, entries)),
  ];
  if (issues.length > 0) return refusal('ProfileInvalid', 'Some fields of the profile are not acceptable.', { issues });
  for (const { field, value } of texts) profile[field] = field === 'username' ? (value?.toLowerCase() ?? null) : value;
  for (const { field, entries } of lists) profile[field] = entries;
  return null;
}

export function editPrivacy(profile: Profile, edit: PrivacyEdit): void {
  for (const field of ['isPublic', 'showActivity', 'showSkills', 'showReputation', 'showExactPercToHub'] as const) {
    const wish = edit[field];
    if (typeof wish === 'boolean') profile[field] = wish;
  }
}

function issueOf(field: keyof typeof LONGEST, value: string | null, longest: number, now: Date): FieldIssue[] {
  if (value === null) return [];
  if ([...value].length > longest) return [{ field, message: `at most ${longest} characters` }];
  if (!(field === 'bio' ? PLAIN_LINES : PLAIN_LINE).test(value))
    return [{ field, message: 'contains control characters' }];
  const message = MEANING[field]?.(value, now);
  return message ? [{ field, message }] : [];
}

/** What a text means beyond its length; undefined when it is acceptable. */
const MEANING: Partial<Record<keyof typeof LONGEST, (value: string, now: Date) => string | undefined>> = {
  username: (value) => {
    if (!USERNAME.test(value.toLowerCase())) return '3 to 30 letters, digits or underscores, a letter first';
    return RESERVED.has(value.toLowerCase()) ? 'is reserved' : undefined;
  },
  websiteUrl: (value) => (isHttps(value) ? undefined : 'an https address'),
  timezone: (value) => (isTimeZone(value) ? undefined : 'a time zone of the IANA database, such as Europe/Paris'),
  availability: (value) =>
    (AVAILABILITIES as readonly string[]).includes(value) ? undefined : `one of ${AVAILABILITIES.join(', ')}`,
  experienceStartDate: (value, now) => {
    if (!isDay(value)) return 'a day, such as 2019-04-01';
    return value > now.toISOString().slice(0, 10) ? 'lies in the future' : undefined;
  },
};

function listIssue(field: string, entries: readonly string[]): FieldIssue[] {
  if (entries.length > LONGEST_LIST) return [{ field, message: `at most ${LONGEST_LIST} entries` }];
  if (entries.some((entry) => [...entry].length > LONGEST_ENTRY))
    return [{ field, message: `at most ${LONGEST_ENTRY} characters each` }];
  return entries.every((entry) => PLAIN_LINE.test(entry)) ? [] : [{ field, message: 'contains control characters' }];
}

/** Trimmed, without empty ones, each once whatever its case. */
function tidy(entries: readonly string[]): string[] {
  const seen = new Map(entries.map((entry) => [entry.trim().toLowerCase(), entry.trim()]));
  seen.delete('');
  return [...seen.values()];
}

/** An https address with a host and without credentials: what a link on a page may point to. */
export function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && url.hostname.includes('.') && url.username === '' && url.password === '';
}

function isTimeZone(text: string): boolean {
  if (/^[+-]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && text >= '1930-01-01';
}
