import type { Badge } from './badge.ts';
import type { BadgeRule } from './badge-rule.ts';

type Seed = Omit<Badge, 'id' | 'openedAt' | 'retiredAt'>;

const facts = (kind: string, atLeast: number, distinct: 'SUBJECT' | 'COUNTERPART' | null = null): BadgeRule => ({
  count: { kinds: [kind], atLeast, distinct, withinDays: null },
});

/** A badge per level that one rises to; the thresholds are those of the ladder. */
const LEVELS: readonly Seed[] = (
  [
    ['HAWK', 1_000, 'COMMON'],
    ['EAGLE', 5_000, 'UNCOMMON'],
    ['SKY_MASTER', 15_000, 'RARE'],
    ['PHOENIX', 50_000, 'EPIC'],
    ['DRAGON', 150_000, 'EPIC'],
    ['TITAN', 500_000, 'LEGENDARY'],
    ['LEGEND', 1_500_000, 'LEGENDARY'],
  ] as const
).map(([level, xp, rarity], at) => ({
  code: `LEVEL_${level}`,
  title: level
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' '),
  description: `Reached ${xp} XP.`,
  category: 'SPECIAL',
  rarity,
  family: 'LEVEL',
  tier: at + 1,
  rule: { xp: { atLeast: xp } },
}));

/** A family whose tiers count the same thing. */
function tiers(
  family: string,
  category: Seed['category'],
  steps: readonly (readonly [title: string, description: string, rarity: Seed['rarity'], rule: BadgeRule])[],
): Seed[] {
  return steps.map(([title, description, rarity, rule], at) => ({
    code: `${family}_${at + 1}`,
    title,
    description,
    category,
    rarity,
    family,
    tier: at + 1,
    rule,
  }));
}

function alone(
  code: string,
  title: string,
  description: string,
  category: Seed['category'],
  rarity: Seed['rarity'],
  rule: BadgeRule,
): Seed {
  return { code, title, description, category, rarity, family: null, tier: 1, rule };
}

/** What the catalogue begins with: as much of the product's seed lists as there are facts for. The README lists what waits. */
export const SEED_BADGES: readonly Seed[] = [
  ...LEVELS,
  alone('XP_HUNTER', 'XP Hunter', 'Gathered 1,000 XP.', 'SPECIAL', 'RARE', { xp: { atLeast: 1_000 } }),
  ...tiers('IDEA_GENERATOR', 'INNOVATOR', [
    ['Idea Generator', 'Posted 3 ideas.', 'UNCOMMON', facts('IDEA', 3)],
    ['Idea Fountain', 'Posted 25 ideas.', 'RARE', facts('IDEA', 25)],
  ]),
  ...tiers('CONSISTENT_PERFORMER', 'SPECIAL', [
    ['Consistent Performer', 'A streak of 7 days.', 'RARE', { streak: { days: 7 } }],
    ['Unbroken Month', 'A streak of 30 days.', 'EPIC', { streak: { days: 30 } }],
    ['Unbroken Year', 'A streak of 365 days.', 'LEGENDARY', { streak: { days: 365 } }],
  ]),
  ...tiers('THANKFUL', 'COMMUNITY', [
    ['Kind Word', 'Thanked somebody.', 'COMMON', facts('KUDOS_GIVEN', 1)],
    ['Thankful', 'Thanked 10 different people.', 'UNCOMMON', facts('KUDOS_GIVEN', 10, 'COUNTERPART')],
  ]),
  ...tiers('APPRECIATED', 'COMMUNITY', [
    ['Appreciated', 'Was thanked by 5 different people.', 'UNCOMMON', facts('KUDOS_RECEIVED', 5, 'COUNTERPART')],
    ['Cherished', 'Was thanked by 50 different people.', 'EPIC', facts('KUDOS_RECEIVED', 50, 'COUNTERPART')],
  ]),
  alone('VOICE', 'A Voice', 'Voted in 10 polls.', 'COMMUNITY', 'COMMON', facts('POLL_VOTE', 10, 'SUBJECT')),
  ...tiers('MANY_SIDED', 'LEARNER', [
    ['Many-Sided', 'Three different skills were verified.', 'UNCOMMON', facts('SKILL_VERIFIED', 3, 'SUBJECT')],
    ['Polymath', 'Ten different skills were verified.', 'EPIC', facts('SKILL_VERIFIED', 10, 'SUBJECT')],
  ]),
  alone('GOAL_GETTER', 'Goal Getter', 'Achieved 5 goals.', 'LEADER', 'UNCOMMON', facts('GOAL_ACHIEVED', 5)),
  ...tiers('TEAM_PLAYER', 'COLLABORATOR', [
    ['Team Member', 'Joined a venture.', 'COMMON', facts('TEAM_JOINED', 1)],
    ['Team Player', 'Joined 5 different ventures.', 'UNCOMMON', facts('TEAM_JOINED', 5, 'SUBJECT')],
  ]),
  alone('WELCOME_COMPLETE', 'Arrived', 'Completed the profile and signed a document.', 'SPECIAL', 'COMMON', {
    all: [facts('PROFILE_COMPLETED', 1), facts('LEGAL_DOCUMENT_SIGNED', 1)],
  }),
];
