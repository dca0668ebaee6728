import { refusal, type Refusal } from '#kernel/refusal';
import type { Counter } from './counter.ts';

/**
 * When a badge is earned. The language is closed and monotone: no "not", no "at most", so that more facts never undo a badge and a fact
 * taken back never earns one. Its grammar for people is in the README.
 */
export type BadgeRule =
  | { readonly all: readonly BadgeRule[] }
  | { readonly any: readonly BadgeRule[] }
  | { readonly count: Counter & { readonly atLeast: number } }
  | { readonly xp: { readonly atLeast: number } }
  | { readonly streak: { readonly days: number } }
  | { readonly badge: { readonly code: string } };

export type BadgeRuleInvalid = Refusal<'BadgeRuleInvalid'> & { readonly place: string; readonly problem: string };

const LONGEST_TEXT = 4_000;
const DEEPEST = 4;
const MOST_PARTS = 12;
const MOST_KINDS = 10;
const MOST_COUNTED = 100_000;
const MOST_DAYS = 366;
const MOST_XP = 1_000_000_000;
/** As the kinds of facts and the codes of badges are written. */
export const WORD = /^[A-Z][A-Z0-9_]{1,59}$/;

/** Reads a rule from JSON text, or says at which place it is wrong and why. Whether kinds and badges exist is asked of the catalogue. */
export function parseRule(text: string): BadgeRule | BadgeRuleInvalid {
  if (text.length > LONGEST_TEXT) return wrong('rule', `at most ${LONGEST_TEXT} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong('rule', 'not JSON');
  }
  try {
    return ruleAt('rule', json, 1);
  } catch (fault) {
    if (fault instanceof Misplaced) return wrong(fault.place, fault.problem);
    throw fault;
  }
}

export function wrong(place: string, problem: string): BadgeRuleInvalid {
  return refusal('BadgeRuleInvalid', `The rule is not acceptable at ${place}: ${problem}.`, { place, problem });
}

/** Inside the parser only: carries the place out of the recursion. */
class Misplaced extends Error {
  readonly place: string;
  readonly problem: string;
  constructor(place: string, problem: string) {
    super(problem);
    this.place = place;
    this.problem = problem;
  }
}

const FORMS = ['all', 'any', 'count', 'xp', 'streak', 'badge'] as const;

function ruleAt(place: string, json: unknown, depth: number): BadgeRule {
  const given = objectAt(place, json, FORMS);
  const names = Object.keys(given) as (typeof FORMS)[number][];
  const form = names[0];
  if (!form || names.length > 1) throw new Misplaced(place, `exactly one of ${FORMS.join(', ')}`);
  const inside = `${place}.${form}`;
  const value = given[form];
  switch (form) {
    case 'all':
      return { all: partsAt(inside, value, depth) };
    case 'any':
      return { any: partsAt(inside, value, depth) };
    case 'count':
      return { count: countAt(inside, value) };
    case 'xp':
      return {
        xp: { atLeast: wholeAt(`${inside}.atLeast`, objectAt(inside, value, ['atLeast']).atLeast, 1, MOST_XP) },
      };
    case 'streak':
      return { streak: { days: wholeAt(`${inside}.days`, objectAt(inside, value, ['days']).days, 2, 3_660) } };
    case 'badge':
      return { badge: { code: wordAt(`${inside}.code`, objectAt(inside, value, ['code']).code) } };
  }
}

function partsAt(place: string, json: unknown, depth: number): BadgeRule[] {
  if (depth >= DEEPEST) throw new Misplaced(place, `at most ${DEEPEST} levels deep`);
  if (!Array.isArray(json) || json.length < 1 || json.length > MOST_PARTS)
    throw new Misplaced(place, `a list of 1 to ${MOST_PARTS} rules`);
  return json.map((part, at) => ruleAt(`${place}[${at}]`, part, depth + 1));
}

function countAt(place: string, json: unknown): Counter & { atLeast: number } {
  const given = objectAt(place, json, ['kinds', 'atLeast', 'distinct', 'withinDays']);
  const { kinds, distinct = null, withinDays = null } = given;
  if (!Array.isArray(kinds) || kinds.length < 1 || kinds.length > MOST_KINDS)
    throw new Misplaced(`${place}.kinds`, `a list of 1 to ${MOST_KINDS} kinds of facts`);
  const words = kinds.map((kind, at) => wordAt(`${place}.kinds[${at}]`, kind));
  if (distinct !== null && distinct !== 'SUBJECT' && distinct !== 'COUNTERPART')
    throw new Misplaced(`${place}.distinct`, 'SUBJECT or COUNTERPART');
  return {
    kinds: [...new Set(words)].sort(),
    atLeast: wholeAt(`${place}.atLeast`, given.atLeast, 1, MOST_COUNTED),
    distinct,
    withinDays: withinDays === null ? null : wholeAt(`${place}.withinDays`, withinDays, 1, MOST_DAYS),
  };
}

function objectAt(place: string, json: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Misplaced(place, 'an object');
  const stranger = Object.keys(json).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new Misplaced(`${place}.${stranger.slice(0, 40)}`, `not one of ${known.join(', ')}`);
  return json as Record<string, unknown>;
}

function wholeAt(place: string, json: unknown, least: number, most: number): number {
  if (!Number.isInteger(json) || (json as number) < least || (json as number) > most)
    throw new Misplaced(place, `a whole number from ${least} to ${most}`);
  return json as number;
}

function wordAt(place: string, json: unknown): string {
  if (typeof json !== 'string' || !WORD.test(json)) throw new Misplaced(place, 'a WORD in capitals');
  return json;
}

/** The leaves of a rule with their places. */
export function leavesOf(rule: BadgeRule, place = 'rule'): { readonly leaf: BadgeRule; readonly place: string }[] {
  if ('all' in rule) return rule.all.flatMap((part, at) => leavesOf(part, `${place}.all[${at}]`));
  if ('any' in rule) return rule.any.flatMap((part, at) => leavesOf(part, `${place}.any[${at}]`));
  return [{ leaf: rule, place }];
}

export function countersOf(rule: BadgeRule): Counter[] {
  return leavesOf(rule).flatMap(({ leaf }) => ('count' in leaf ? [leaf.count] : []));
}
