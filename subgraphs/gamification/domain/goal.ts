import { refusal, type Refusal } from '#kernel/refusal';
import { PLAIN_LINE } from '#kernel/plain-text';

export type GoalStatus = 'ACTIVE' | 'PAUSED' | 'COMPLETED' | 'CANCELLED';
export const GOAL_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type GoalPriority = (typeof GOAL_PRIORITIES)[number];

/** So many goals that are not over yet may one person have. */
export const MOST_OPEN_GOALS = 20;
const MOST_TARGET = 1_000_000_000;

/** Something that a person wants to reach, counted in whole units of his choice. */
export interface Goal {
  readonly id: string;
  readonly userId: string;
  readonly title: string;
  readonly target: number;
  /** 0 to target. */
  readonly current: number;
  readonly unit: string;
  readonly deadline: Date | null;
  readonly priority: GoalPriority;
  readonly status: GoalStatus;
  /** Grows with every change: who changes a goal says which version he saw. */
  readonly version: number;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

export type GoalDraft = Pick<Goal, 'title' | 'target' | 'unit' | 'deadline' | 'priority'>;
export type GoalInvalid = Refusal<'GoalInvalid'> & { readonly field: string };
export type GoalTransitionRefused = Refusal<'GoalTransitionRefused'> & { readonly status: GoalStatus };

/** What is wrong with a goal as its owner wants it, or null. */
export function checkGoal(draft: GoalDraft): GoalInvalid | null {
  const bad = (field: string, message: string) => refusal('GoalInvalid', `${field}: ${message}.`, { field });
  const length = [...draft.title.trim()].length;
  if (length < 1 || length > 120 || !PLAIN_LINE.test(draft.title)) return bad('title', '1 to 120 plain characters');
  if (!Number.isInteger(draft.target) || draft.target < 1 || draft.target > MOST_TARGET)
    return bad('target', `a whole number from 1 to ${MOST_TARGET}`);
  const unit = [...draft.unit.trim()].length;
  if (unit < 1 || unit > 30 || !PLAIN_LINE.test(draft.unit)) return bad('unit', '1 to 30 plain characters');
  return null;
}

/** ACTIVE <-> PAUSED; both -> CANCELLED; ACTIVE -> COMPLETED by progress alone. What is over stays over. */
const NEXT: Readonly<Record<GoalStatus, readonly GoalStatus[]>> = {
  ACTIVE: ['PAUSED', 'CANCELLED'],
  PAUSED: ['ACTIVE', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
};

export function changeStatus(goal: Goal, to: GoalStatus): GoalTransitionRefused | null {
  if (NEXT[goal.status].includes(to)) return null;
  return refusal('GoalTransitionRefused', `A goal that is ${goal.status} does not become ${to}.`, {
    status: goal.status,
  });
}

/** The goal with another count, clamped to 0..target; reaching the target completes it, and nothing opens it again. */
export function recordProgress(goal: Goal, current: number, now: Date): Goal | GoalTransitionRefused {
  if (goal.status !== 'ACTIVE')
    return refusal('GoalTransitionRefused', `Progress is recorded on active goals; this one is ${goal.status}.`, {
      status: goal.status,
    });
  const clamped = Math.max(0, Math.min(current, goal.target));
  const completed = clamped === goal.target;
  return { ...goal, current: clamped, ...(completed && { status: 'COMPLETED' as const, completedAt: now }) };
}
