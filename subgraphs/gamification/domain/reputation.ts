import { counterKey, type Counter } from './counter.ts';

const factsOf = (kind: string): Counter => ({ kinds: [kind], distinct: null, withinDays: null });

/** What both scores count; kept for every player, whichever badges ask for it. */
const COUNTED = {
  kudosReceived: factsOf('KUDOS_RECEIVED'),
  kudosGiven: factsOf('KUDOS_GIVEN'),
  ideas: factsOf('IDEA'),
  skillsVerified: factsOf('SKILL_VERIFIED'),
  pollVotes: factsOf('POLL_VOTE'),
} as const;

export const REPUTATION_COUNTERS: ReadonlyMap<string, Counter> = new Map(
  Object.values(COUNTED).map((counter) => [counterKey(counter), counter]),
);

type Counts = ReadonlyMap<string, number>;

/**
 * floor(xp/100) + 3 x kudos received + 5 x ideas + 10 x verified skills. The parts 5 x endorsement weight and 2 x contributions of the
 * product's formula wait for facts about endorsements and contributions.
 */
export function reputationOf(xp: number, counts: Counts): number {
  const of = (counter: Counter) => counts.get(counterKey(counter)) ?? 0;
  return Math.floor(xp / 100) + 3 * of(COUNTED.kudosReceived) + 5 * of(COUNTED.ideas) + 10 * of(COUNTED.skillsVerified);
}

/** 5 x kudos given + 10 x ideas + 3 x poll votes. The parts 2 x messages and 8 x endorsements given wait for such facts. */
export function communityScoreOf(counts: Counts): number {
  const of = (counter: Counter) => counts.get(counterKey(counter)) ?? 0;
  return 5 * of(COUNTED.kudosGiven) + 10 * of(COUNTED.ideas) + 3 * of(COUNTED.pollVotes);
}
