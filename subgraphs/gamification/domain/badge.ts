import { countersOf, leavesOf, wrong, type BadgeRule, type BadgeRuleInvalid } from './badge-rule.ts';
import { counterKey, type Counter } from './counter.ts';

export const BADGE_CATEGORIES = [
  'FOUNDER',
  'INVESTOR',
  'COLLABORATOR',
  'LEARNER',
  'LEADER',
  'INNOVATOR',
  'COMMUNITY',
  'SPECIAL',
] as const;
export type BadgeCategory = (typeof BADGE_CATEGORIES)[number];

export const RARITIES = ['COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY'] as const;
export type Rarity = (typeof RARITIES)[number];

/** One badge of the catalogue. Its rule is what it was when it was made: another rule is another badge. */
export interface Badge {
  readonly id: string;
  /** Stable and unique: `KUDOS_FIRST`. */
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly category: BadgeCategory;
  readonly rarity: Rarity;
  /** Badges of one family are tiers of one achievement; null for one that stands alone. */
  readonly family: string | null;
  /** 1 is the lowest of its family. */
  readonly tier: number;
  readonly rule: BadgeRule;
  /** From then on it is earned, in business time. */
  readonly openedAt: Date;
  /** From then on nobody earns it any more; who has it keeps it. */
  readonly retiredAt: Date | null;
}

/** What a player's rules are asked about: everything but the log itself. */
export interface Standing {
  readonly counts: ReadonlyMap<string, number>;
  readonly xp: number;
  /** The longest streak so far, in days. */
  readonly longestStreak: number;
  /** Codes of the badges held. */
  readonly held: ReadonlySet<string>;
}

/** n of m. */
export interface BadgeProgress {
  readonly have: number;
  readonly need: number;
}

/**
 * How far a player is: a leaf counts up to what it asks for, `all` adds its parts, `any` is its nearest part (the first of equals). A rule
 * holds exactly when `have` is `need`.
 */
export function progressOf(rule: BadgeRule, standing: Standing): BadgeProgress {
  if ('all' in rule) {
    const parts = rule.all.map((part) => progressOf(part, standing));
    return { have: sum(parts.map(({ have }) => have)), need: sum(parts.map(({ need }) => need)) };
  }
  if ('any' in rule) {
    return rule.any
      .map((part) => progressOf(part, standing))
      .reduce((best, part) => (part.have * best.need > best.have * part.need ? part : best));
  }
  if ('count' in rule) return upTo(standing.counts.get(counterKey(rule.count)) ?? 0, rule.count.atLeast);
  if ('xp' in rule) return upTo(standing.xp, rule.xp.atLeast);
  if ('streak' in rule) return upTo(standing.longestStreak, rule.streak.days);
  return upTo(standing.held.has(rule.badge.code) ? 1 : 0, 1);
}

export function holds(rule: BadgeRule, standing: Standing): boolean {
  const { have, need } = progressOf(rule, standing);
  return have === need;
}

function upTo(have: number, need: number): BadgeProgress {
  return { have: Math.max(0, Math.min(have, need)), need };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The counters of these badges, each once. */
export function countersIn(badges: readonly Pick<Badge, 'rule'>[]): Map<string, Counter> {
  return new Map(badges.flatMap(({ rule }) => countersOf(rule)).map((counter) => [counterKey(counter), counter]));
}

/** What a rule may name: facts that the game knows, and badges that are there already (so that no two wait for each other). */
export function checkNames(
  rule: BadgeRule,
  known: { readonly kinds: ReadonlySet<string>; readonly badges: ReadonlySet<string> },
): BadgeRuleInvalid | null {
  for (const { leaf, place } of leavesOf(rule)) {
    if ('badge' in leaf && !known.badges.has(leaf.badge.code))
      return wrong(`${place}.badge.code`, `there is no badge ${leaf.badge.code}`);
    if (!('count' in leaf)) continue;
    const strange = leaf.count.kinds.find((kind) => !known.kinds.has(kind));
    if (strange !== undefined) return wrong(`${place}.count.kinds`, `there are no facts of the kind ${strange}`);
  }
  return null;
}
