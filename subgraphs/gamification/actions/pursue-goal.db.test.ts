import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { socialWorld, type SocialWorld } from '../testing/social-world.ts';

let world: SocialWorld;
let userId: string;
beforeAll(async () => {
  world = await socialWorld();
});
afterAll(() => world.game.stop());
beforeEach(async () => {
  userId = await world.player();
});

const act = (name: string, input: Record<string, unknown>) => world.act(name, input, { userId });
const create = async (more: object = {}) =>
  String((await act('createGoal', { title: 'Read', target: 10, unit: 'books', ...more })).goalId);
const goals = async () =>
  (
    await world.ask<{ myGoals: { edges: { node: Record<string, unknown> }[] } }>(
      '{ myGoals { edges { node { id title target current status version completedAt } } } }',
      { userId },
    )
  ).myGoals.edges.map(({ node }) => node);
const told = () => world.rows("select body from outbox where aggregate_id = $1 and type = 'goal.achieved'", userId);
const earned = () =>
  world.rows("select amount from xp_entry where user_id = $1 and activity = 'GOAL_ACHIEVED'", userId);

test('a goal is clamped to its target, is achieved once however many say so at once, and stays achieved', async () => {
  const goalId = await create();
  expect(await act('recordGoalProgress', { goalId, version: 1, current: -5 })).toMatchObject({ goal: { current: 0, version: 2 } }); // prettier-ignore
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => act('recordGoalProgress', { goalId, version: 2, current: 99 })),
  );
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual([...Array<string>(5).fill('GoalOutdated'), 'GoalSaved']); // prettier-ignore
  expect(await goals()).toMatchObject([{ current: 10, status: 'COMPLETED', version: 3 }]);
  expect(await act('recordGoalProgress', { goalId, version: 3, current: 1 })).toMatchObject({ __typename: 'GoalTransitionRefused' }); // prettier-ignore
  expect(await act('changeGoalStatus', { goalId, version: 3, status: 'ACTIVE' })).toMatchObject({ __typename: 'GoalTransitionRefused' }); // prettier-ignore
  expect(await told()).toEqual([{ body: { userId, goalId } }]);
  expect(await earned()).toEqual([{ amount: 300 }]);
});

test('who makes goals at will earns for one a day, deleted and made anew as they may be', async () => {
  for (let i = 0; i < 5; i++) {
    const goalId = await create({ target: 1 });
    await act('recordGoalProgress', { goalId, version: 1, current: 1 });
    await act('deleteGoal', { goalId, version: 2 });
  }
  expect(await goals()).toEqual([]);
  expect(await told()).toHaveLength(5);
  expect(await earned()).toEqual([{ amount: 300 }]);
  world.game.clock.advance(86_400_000);
  const goalId = await create({ target: 1 });
  await act('recordGoalProgress', { goalId, version: 1, current: 1 });
  expect(await earned()).toEqual([{ amount: 300 }, { amount: 300 }]);
});

test('a goal rests, goes on and is given up; progress is only recorded while it is active', async () => {
  const goalId = await create();
  const change = (version: number, status: string) => act('changeGoalStatus', { goalId, version, status });
  expect(await change(1, 'ACTIVE')).toMatchObject({ __typename: 'GoalTransitionRefused' });
  expect(await change(1, 'PAUSED')).toMatchObject({ __typename: 'GoalSaved' });
  expect(await act('recordGoalProgress', { goalId, version: 2, current: 10 })).toMatchObject({ __typename: 'GoalTransitionRefused' }); // prettier-ignore
  expect(await change(2, 'ACTIVE')).toMatchObject({ __typename: 'GoalSaved' });
  expect(await change(3, 'CANCELLED')).toMatchObject({ __typename: 'GoalSaved' });
  expect(await change(4, 'ACTIVE')).toMatchObject({ __typename: 'GoalTransitionRefused' });
  expect(await act('updateGoal', { goalId, version: 4, title: 'x' })).toMatchObject({ __typename: 'GoalTransitionRefused' }); // prettier-ignore
});

test('a change names the version that it saw, and no smaller target completes a goal', async () => {
  const goalId = await create();
  await act('recordGoalProgress', { goalId, version: 1, current: 4 });
  expect(await act('updateGoal', { goalId, version: 1, title: 'Late' })).toMatchObject({ __typename: 'GoalOutdated', currentVersion: 2 }); // prettier-ignore
  expect(await act('updateGoal', { goalId, version: 2, target: 4 })).toMatchObject({ __typename: 'GoalInvalid', field: 'target' }); // prettier-ignore
  expect(await act('updateGoal', { goalId, version: 2, target: 5 })).toMatchObject({ goal: { target: 5, version: 3 } });
  expect(await told()).toEqual([]);
});

test.each([
  [{ target: 0 }, 'target'],
  [{ target: -1 }, 'target'],
  [{ title: ' ' }, 'title'],
  [{ unit: '' }, 'unit'],
  [{ title: 'a\nb' }, 'title'],
])('a goal with %j is refused', async (more, field) => {
  expect(await act('createGoal', { title: 'Read', target: 1, unit: 'x', ...more })).toMatchObject({ __typename: 'GoalInvalid', field }); // prettier-ignore
});
