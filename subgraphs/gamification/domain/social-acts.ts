import { refusal, type Refusal } from '#kernel/refusal';
import { PLAIN_LINE, PLAIN_LINES } from '#kernel/plain-text';

/** Thanks per giver and business day (UTC), those taken back included: toggling uses them up. */
export const KUDOS_A_DAY = 10;
/** Thanks from one giver to one receiver per business day (UTC), those taken back included. */
export const KUDOS_A_DAY_TO_ONE = 1;
/** Ideas per person and business day (UTC), those withdrawn included. */
export const IDEAS_A_DAY = 5;
/** Polls per person and business day (UTC), those withdrawn included. */
export const POLLS_A_DAY = 3;
/** How long a poll is open. */
export const POLL_LEAST_MS = 60 * 60 * 1_000;
export const POLL_MOST_MS = 90 * 24 * 60 * 60 * 1_000;

export type GameTextInvalid = Refusal<'GameTextInvalid'> & { readonly field: string };
export type GameLimitReached = Refusal<'GameLimitReached'> & { readonly limit: number };

/** Plain text of a bounded length (in characters as people count them), or the field that is wrong. */
function checkText(field: string, text: string, most: number, lines: boolean): GameTextInvalid | null {
  const length = [...text.trim()].length;
  const plain = (lines ? PLAIN_LINES : PLAIN_LINE).test(text);
  if (length >= 1 && length <= most && plain) return null;
  return refusal('GameTextInvalid', `${field}: 1 to ${most} characters of plain text.`, { field });
}

export function checkKudos(text: string): GameTextInvalid | null {
  return checkText('text', text, 280, true);
}

export function checkIdea(idea: { title: string; text: string }): GameTextInvalid | null {
  return checkText('title', idea.title, 120, false) ?? checkText('text', idea.text, 4_000, true);
}

export type PollInvalid = Refusal<'PollInvalid'> & { readonly field: string };

export function checkPoll(
  poll: { question: string; options: readonly string[]; closesAt: Date },
  now: Date,
): GameTextInvalid | PollInvalid | null {
  const text = checkText('question', poll.question, 200, false);
  if (text) return text;
  if (poll.options.length < 2 || poll.options.length > 10)
    return refusal('PollInvalid', 'A poll has 2 to 10 options.', { field: 'options' });
  for (const option of poll.options) {
    const bad = checkText('options', option, 100, false);
    if (bad) return bad;
  }
  if (new Set(poll.options.map((option) => option.trim().toLowerCase())).size !== poll.options.length)
    return refusal('PollInvalid', 'Two options are the same.', { field: 'options' });
  const openFor = poll.closesAt.getTime() - now.getTime();
  if (openFor < POLL_LEAST_MS || openFor > POLL_MOST_MS)
    return refusal('PollInvalid', 'A poll is open for one hour to 90 days.', { field: 'closesAt' });
  return null;
}

export function gameLimitReached(what: string, limit: number): GameLimitReached {
  return refusal('GameLimitReached', `At most ${limit} ${what} a day.`, { limit });
}
