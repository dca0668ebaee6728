import { isId, newId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { changeStatus, checkGoal, MOST_OPEN_GOALS, recordProgress } from '../domain/goal.ts';
import type { Goal, GoalDraft, GoalInvalid, GoalTransitionRefused } from '../domain/goal.ts';
import { goalAchieved } from '../published/gamification.events.ts';
import { countOpenGoals, deleteGoalRow, lockGoal, saveGoal } from '../storage/goals.store.ts';
import { lockPlayers } from '../storage/kudos.store.ts';
import { actingUser } from './acting-user.ts';
import { actOnce } from './act-once.ts';
import { ensurePlayer } from './ensure-player.ts';
import { hearFacts } from './hear-fact.ts';

export interface GoalSaved {
  readonly goalId: string;
}

type Outdated = Refusal<'GoalOutdated'> & { readonly currentVersion: number };

/** Sets oneself a goal. */
export async function createGoal(
  scope: Scope,
  draft: GoalDraft,
): Promise<GoalSaved | GoalInvalid | Refusal<'GoalsFull'>> {
  const userId = actingUser(scope);
  const invalid = checkGoal(draft);
  if (invalid) return invalid;
  return scope.transact(async (tx) => {
    const createdAt = scope.clock.now();
    await ensurePlayer(tx, userId, createdAt);
    await lockPlayers(tx.sql, [userId]);
    if ((await countOpenGoals(tx.sql, userId)) >= MOST_OPEN_GOALS)
      return refusal('GoalsFull', `At most ${MOST_OPEN_GOALS} goals that are not over.`);
    const fresh = { status: 'ACTIVE', current: 0, version: 1, createdAt, completedAt: null } as const;
    const goal: Goal = { id: newId(), userId, ...trimmed(draft), ...fresh };
    await saveGoal(tx.sql, goal);
    return { goalId: goal.id };
  });
}

/** Changes what the goal is; one that is over stays as it was. A smaller target clamps the progress below it: only progress completes. */
export async function updateGoal(
  scope: Scope,
  input: { goalId: string; version: number } & Partial<GoalDraft>,
): Promise<GoalSaved | GoalInvalid | Outdated | GoalTransitionRefused | Refusal<'NotFound'>> {
  return change<GoalInvalid | GoalTransitionRefused>(scope, input, (goal) => {
    if (goal.status === 'COMPLETED' || goal.status === 'CANCELLED')
      return refusal('GoalTransitionRefused', `The goal is ${goal.status}.`, { status: goal.status });
    const { title, target, unit, deadline, priority } = goal;
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const { goalId: _, version: __, ...edit } = given as typeof input;
    const draft = trimmed({ title, target, unit, deadline, priority, ...edit });
    const invalid = checkGoal(draft);
    if (invalid) return invalid;
    if (draft.target <= goal.current)
      return refusal('GoalInvalid', `target: more than the ${goal.current} that are done.`, { field: 'target' });
    return { ...goal, ...draft };
  });
}

/** Pauses, resumes or cancels. */
export async function changeGoalStatus(
  scope: Scope,
  input: { goalId: string; version: number; status: 'ACTIVE' | 'PAUSED' | 'CANCELLED' },
): Promise<GoalSaved | Outdated | GoalTransitionRefused | Refusal<'NotFound'>> {
  return change<GoalTransitionRefused>(
    scope,
    input,
    (goal) => changeStatus(goal, input.status) ?? { ...goal, status: input.status },
  );
}

/** Removes a goal. What it earned was earned: the log keeps the fact, and a new goal is another one. */
export async function deleteGoal(
  scope: Scope,
  input: { goalId: string; version: number },
): Promise<GoalSaved | Outdated | Refusal<'NotFound'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    const goal = await ownGoal(tx, userId, input);
    if (isRefusal(goal)) return goal;
    await deleteGoalRow(tx.sql, goal.id);
    return { goalId: goal.id };
  });
}

/** Says how far one is, clamped to the target; reaching it completes the goal and is a fact, once per goal. */
export async function recordGoalProgress(
  scope: Scope,
  input: { goalId: string; version: number; current: number; idempotencyKey: string },
) {
  return actOnce(scope, 'recordGoalProgress', input, async ({ tx, userId, now }) => {
    await ensurePlayer(tx, userId, now);
    await lockPlayers(tx.sql, [userId]);
    const goal = await ownGoal(tx, userId, input);
    if (isRefusal(goal)) return goal;
    const next = recordProgress(goal, input.current, now);
    if (isRefusal(next)) return next;
    await saveGoal(tx.sql, { ...next, version: goal.version + 1 });
    if (next.status === 'COMPLETED') {
      const fact = { userId, kind: 'GOAL_ACHIEVED', sourceEventId: goal.id, subjectId: goal.id, happenedAt: now };
      await hearFacts(tx, now, [fact]);
      await tx.tell(goalAchieved, userId, { userId, goalId: goal.id });
    }
    return { goalId: goal.id };
  });
}

async function change<R extends Refusal>(
  scope: Scope,
  input: { goalId: string; version: number },
  decide: (goal: Goal) => Goal | R,
): Promise<GoalSaved | R | Outdated | Refusal<'NotFound'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    const goal = await ownGoal(tx, userId, input);
    if (isRefusal(goal)) return goal;
    const next = decide(goal);
    if (isRefusal(next)) return next as R;
    await saveGoal(tx.sql, { ...(next as Goal), version: goal.version + 1 });
    return { goalId: goal.id };
  });
}

async function ownGoal(
  tx: Transaction,
  userId: string,
  input: { goalId: string; version: number },
): Promise<Goal | Outdated | Refusal<'NotFound'>> {
  const goal = isId(input.goalId) ? await lockGoal(tx.sql, input.goalId, userId) : null;
  if (!goal) return refusal('NotFound', 'You have no such goal.');
  if (goal.version === input.version) return goal;
  return refusal('GoalOutdated', 'The goal was changed meanwhile: read it again.', { currentVersion: goal.version });
}

function trimmed(draft: GoalDraft): GoalDraft {
  const { title, target, unit, deadline, priority } = draft;
  return { title: title.trim(), target, unit: unit.trim(), deadline: deadline ?? null, priority };
}
