import { refusal, type Refusal } from '#kernel/refusal';
import { WORD } from './badge-rule.ts';
import { addDays } from './local-day.ts';

export const QUEST_KINDS = ['DAILY', 'WEEKLY', 'ONBOARDING'] as const;
export type QuestKind = (typeof QUEST_KINDS)[number];

export interface QuestStep {
  /** Unique within the quest: `THANK`. */
  readonly key: string;
  readonly title: string;
  /** Facts of any of these kinds count. */
  readonly kinds: readonly string[];
  readonly count: number;
  /** Keys of the steps that have to be done before this one counts anything. */
  readonly after: readonly string[];
}

export interface Quest {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly kind: QuestKind;
  readonly steps: readonly QuestStep[];
  /** From then on it is played, in business time. */
  readonly openedAt: Date;
  readonly retiredAt: Date | null;
}

/** What claiming a quest is told to the XP ledger as. */
export const CLAIM_ACTIVITY: Readonly<Record<QuestKind, string>> = {
  DAILY: 'DAILY_QUEST_COMPLETED',
  WEEKLY: 'CHALLENGE_COMPLETED',
  ONBOARDING: 'ONBOARDING_QUEST_COMPLETED',
};

/** For how many days after its window a completed quest can be claimed. */
export const CLAIM_DAYS = 7;
/** The window of what has no end. */
export const EVER = 'EVER';

/** One window of a quest, in the player's own calendar days. */
export interface QuestWindow {
  /** The first day, or EVER. */
  readonly key: string;
  /** The last day, or null when it has none. */
  readonly lastDay: string | null;
}

/** Daily: the day. Weekly: Monday to Sunday. Onboarding: once, without an end. */
export function windowOf(kind: QuestKind, localDate: string): QuestWindow {
  if (kind === 'ONBOARDING') return { key: EVER, lastDay: null };
  if (kind === 'DAILY') return { key: localDate, lastDay: localDate };
  const sinceMonday = (new Date(`${localDate}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(localDate, -sinceMonday);
  return { key: monday, lastDay: addDays(monday, 6) };
}

/** The last day on which it can be claimed, or null for ever. */
export function claimableUntil(window: QuestWindow): string | null {
  return window.lastDay === null ? null : addDays(window.lastDay, CLAIM_DAYS);
}

/** How often each step counted, by its key; a missing one is 0. */
export type StepCounts = Readonly<Record<string, number>>;

/** The counts after one more fact: it counts for every step that waits for its kind and for no other step. Facts come in the order heard. */
export function advance(quest: Pick<Quest, 'steps'>, counts: StepCounts, kind: string): StepCounts {
  const next: Record<string, number> = { ...counts };
  for (const step of quest.steps) {
    if (!step.kinds.includes(kind) || isDone(step, counts) || !isUnlocked(quest, step, counts)) continue;
    next[step.key] = (counts[step.key] ?? 0) + 1;
  }
  return next;
}

export function isDone(step: QuestStep, counts: StepCounts): boolean {
  return (counts[step.key] ?? 0) >= step.count;
}

export function isUnlocked(quest: Pick<Quest, 'steps'>, step: QuestStep, counts: StepCounts): boolean {
  return step.after.every((key) =>
    isDone(
      quest.steps.find((one) => one.key === key)!,
      counts,
    ),
  );
}

export function isComplete(quest: Pick<Quest, 'steps'>, counts: StepCounts): boolean {
  return quest.steps.every((step) => isDone(step, counts));
}

export type QuestInvalid = Refusal<'QuestInvalid'> & { readonly place: string; readonly problem: string };

const MOST_STEPS = 12;
const MOST_KINDS = 10;
const MOST_COUNTED = 1_000;

/** What is wrong with the steps of a new quest, at which place; or null. */
export function checkSteps(steps: readonly QuestStep[], knownKinds: ReadonlySet<string>): QuestInvalid | null {
  if (steps.length < 1 || steps.length > MOST_STEPS) return invalid('steps', `1 to ${MOST_STEPS} steps`);
  const keys = steps.map(({ key }) => key);
  for (const [at, step] of steps.entries()) {
    const problem = checkStep(step, keys, at, knownKinds);
    if (problem) return invalid(`steps[${at}].${problem[0]}`, problem[1]);
  }
  const circle = circleIn(steps);
  return circle ? invalid('steps', `${circle.join(' -> ')} wait for each other`) : null;
}

export function invalid(place: string, problem: string): QuestInvalid {
  return refusal('QuestInvalid', `The quest is not acceptable at ${place}: ${problem}.`, { place, problem });
}

function checkStep(
  step: QuestStep,
  keys: readonly string[],
  at: number,
  knownKinds: ReadonlySet<string>,
): [string, string] | null {
  if (!WORD.test(step.key)) return ['key', 'a WORD in capitals'];
  if (keys.indexOf(step.key) !== at) return ['key', `${step.key} is there twice`];
  if (step.title.trim() === '' || [...step.title].length > 120) return ['title', '1 to 120 characters'];
  if (step.kinds.length < 1 || step.kinds.length > MOST_KINDS) return ['kinds', `1 to ${MOST_KINDS} kinds of facts`];
  const strange = step.kinds.find((kind) => !knownKinds.has(kind));
  if (strange !== undefined) return ['kinds', `there are no facts of the kind ${strange.slice(0, 60)}`];
  if (!Number.isInteger(step.count) || step.count < 1 || step.count > MOST_COUNTED)
    return ['count', `a whole number from 1 to ${MOST_COUNTED}`];
  const missing = step.after.find((key) => !keys.includes(key));
  return missing === undefined ? null : ['after', `there is no step ${missing.slice(0, 60)}`];
}

/** A circle in "comes after", closed (`A -> B -> A`), or null when the steps can all be done in some order. */
export function circleIn(steps: readonly Pick<QuestStep, 'key' | 'after'>[]): string[] | null {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const cleared = new Set<string>();
  const walk = (key: string, path: readonly string[]): string[] | null => {
    if (path.includes(key)) return [...path.slice(path.indexOf(key)), key];
    if (cleared.has(key)) return null;
    for (const before of byKey.get(key)?.after ?? []) {
      const circle = walk(before, [...path, key]);
      if (circle) return circle;
    }
    cleared.add(key);
    return null;
  };
  for (const { key } of steps) {
    const circle = walk(key, []);
    if (circle) return circle;
  }
  return null;
}
