import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { questOf, socialWorld, type SocialWorld } from '../testing/social-world.ts';
import { hearFact } from './hear-fact.ts';
import { takeBackFact } from './take-back-fact.ts';

const DAY_MS = 86_400_000;
const admin = { userId: newId(), permissions: ['gamification.admin'] };

let world: SocialWorld;
beforeAll(async () => {
  world = await socialWorld();
});
afterAll(() => world.game.stop());

const told = (userId: string, type: string) =>
  world.rows('select body from outbox where aggregate_id = $1 and type = $2', userId, type);
const claimXp = (userId: string) =>
  world.rows<{ activity: string; amount: number }>(
    "select activity, amount from xp_entry where user_id = $1 and activity like '%QUEST%' order by sequence",
    userId,
  );

test('a completed quest is claimed once by many parallel claims, under one key or under many, and pays once', async () => {
  const userId = await world.player();
  await world.hear(userId, 'POLL_VOTE');
  const { id, status } = await questOf(world, userId, 'DAILY_VOICE');
  expect(status).toBe('COMPLETED');
  const same = newId();
  const claim = (idempotencyKey: string) => world.act('claimQuest', { playerQuestId: id, idempotencyKey }, { userId });
  const answers = await Promise.all([...Array.from({ length: 10 }, () => claim(same)), ...Array.from({ length: 10 }, () => claim(newId()))]); // prettier-ignore
  const claimed = answers.filter(({ __typename }) => __typename === 'QuestClaimed').length;
  // either the shared key won, and its ten twins share the answer, or one of the others did
  expect([10, 1]).toContain(claimed);
  expect(answers.every(({ __typename }) => ['QuestClaimed', 'QuestAlreadyClaimed'].includes(__typename))).toBe(true);
  expect(await told(userId, 'quest.claimed')).toEqual([
    { body: { userId, playerQuestId: id, quest: 'DAILY_VOICE', kind: 'DAILY' } },
  ]);
  expect(await claimXp(userId)).toEqual([{ activity: 'DAILY_QUEST_COMPLETED', amount: 50 }]);
  expect(await questOf(world, userId, 'DAILY_VOICE')).toMatchObject({ id, status: 'CLAIMED' });
});

test('steps count in their order, within the day of the player, and the next day is another quest', async () => {
  const userId = await world.player();
  await world.hear(userId, 'KUDOS_GIVEN');
  expect((await questOf(world, userId, 'DAILY_HELLO')).steps).toEqual([
    { key: 'SIGN_IN', done: 0, unlocked: true },
    { key: 'THANK', done: 0, unlocked: false },
  ]);
  await world.hear(userId, 'DAILY_LOGIN');
  const today = await questOf(world, userId, 'DAILY_HELLO');
  expect(today).toMatchObject({ status: 'OPEN', steps: [{ done: 1 }, { done: 0, unlocked: true }] });
  world.game.clock.advance(DAY_MS);
  await world.hear(userId, 'KUDOS_GIVEN');
  const tomorrow = await questOf(world, userId, 'DAILY_HELLO');
  expect(tomorrow.id).not.toBe(today.id);
  expect(tomorrow).toMatchObject({ status: 'OPEN', steps: [{ done: 0 }, { done: 0 }] });
  await world.hear(userId, 'DAILY_LOGIN');
  await world.hear(userId, 'KUDOS_GIVEN');
  expect(await questOf(world, userId, 'DAILY_HELLO')).toMatchObject({ id: tomorrow.id, status: 'COMPLETED' });
  expect(await told(userId, 'quest.completed')).toHaveLength(1);
});

test('a reward waits for seven days after the window, and not longer', async () => {
  const [early, late] = [await world.player(), await world.player()];
  const ids: string[] = [];
  for (const userId of [early, late]) {
    await world.hear(userId, 'POLL_VOTE');
    ids.push((await questOf(world, userId, 'DAILY_VOICE')).id);
  }
  world.game.clock.advance(7 * DAY_MS);
  const { myQuests } = await world.ask<{ myQuests: { id: string }[] }>('{ myQuests { id } }', { userId: early });
  expect(myQuests.map(({ id }) => id)).toContain(ids[0]);
  expect(await world.act('claimQuest', { playerQuestId: ids[0] }, { userId: early })).toMatchObject({ __typename: 'QuestClaimed' }); // prettier-ignore
  world.game.clock.advance(DAY_MS);
  expect(await world.act('claimQuest', { playerQuestId: ids[1] }, { userId: late })).toMatchObject({ __typename: 'QuestExpired' }); // prettier-ignore
  expect(await claimXp(late)).toEqual([]);
});

test('an undo takes the progress back; a reward that was claimed for it goes too, and the window does not pay again', async () => {
  const userId = await world.player();
  const fact = { userId, kind: 'POLL_VOTE', sourceEventId: newId() };
  const again = async () => void (await world.hear(userId, 'POLL_VOTE'));
  const scope = world.game.scope();

  await hearFact(scope, { ...fact, happenedAt: world.game.clock.now() });
  const { id } = await questOf(world, userId, 'DAILY_VOICE');
  await world.act('claimQuest', { playerQuestId: id }, { userId });
  await takeBackFact(scope, fact, world.game.clock.now());
  const net = async () => (await claimXp(userId)).reduce((sum, { amount }) => sum + amount, 0);
  expect(await claimXp(userId)).toHaveLength(2);
  expect(await net()).toBe(0);
  await again();
  expect(await world.act('claimQuest', { playerQuestId: id }, { userId })).toMatchObject({ __typename: 'QuestAlreadyClaimed' }); // prettier-ignore
  expect(await net()).toBe(0);
});

test('a quest that nobody claimed goes back to open when its fact is taken back', async () => {
  const userId = await world.player();
  const fact = { userId, kind: 'POLL_VOTE', sourceEventId: newId() };

  await hearFact(world.game.scope(), { ...fact, happenedAt: world.game.clock.now() });
  expect(await questOf(world, userId, 'DAILY_VOICE')).toMatchObject({ status: 'COMPLETED' });
  await takeBackFact(world.game.scope(), fact, world.game.clock.now());
  const { id, status, steps } = await questOf(world, userId, 'DAILY_VOICE');
  expect({ status, steps }).toMatchObject({ status: 'OPEN', steps: [{ done: 0 }] });
  expect(await world.act('claimQuest', { playerQuestId: id }, { userId })).toMatchObject({ __typename: 'QuestNotCompleted' }); // prettier-ignore
});

test('a quest with a circle is refused when it is saved, and one without is played at once', async () => {
  const step = (key: string, after: string[]) => ({ key, title: key, kinds: ['IDEA'], count: 1, after });
  const input = (steps: object[]) => ({ code: 'MADE_HERE', title: 'Made here', kind: 'WEEKLY', steps });
  expect(await world.act('createQuest', input([step('ONE', ['TWO']), step('TWO', ['ONE'])]), admin)).toMatchObject({
    __typename: 'QuestInvalid',
    problem: 'ONE -> TWO -> ONE wait for each other',
  });
  expect(await world.rows("select 1 from quest where code = 'MADE_HERE'")).toEqual([]);
  expect(await world.act('createQuest', input([step('ONE', []), step('TWO', ['ONE'])]), admin)).toMatchObject({ __typename: 'QuestCreated' }); // prettier-ignore
  const userId = await world.player();
  await world.hear(userId, 'IDEA');
  await world.hear(userId, 'IDEA');
  expect(await questOf(world, userId, 'MADE_HERE')).toMatchObject({ status: 'COMPLETED' });
});
