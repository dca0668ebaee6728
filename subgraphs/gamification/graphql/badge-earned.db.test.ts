import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { followChanges } from '#chassis/testing/changes';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { createBadge, retireBadge, type NewBadge } from '../actions/create-badge.ts';
import { hearFact } from '../actions/hear-fact.ts';
import { reviseXpRule } from '../actions/revise-xp-rule.ts';

let game: TestMount<unknown>;
beforeAll(async () => {
  game = await mountForTest(gamificationSubgraph(), { background: true });
});
afterAll(() => game.stop());

const ask =
  '{ badgeEarned { awardedAt badge { code rarity myProgress { have need } } user { id gamification { xp } } } }';
const follow = async (userId: string) => {
  const stream = await game.mounted.endpoint.subscribe({
    query: `subscription ${ask}`,
    variables: {},
    caller: callerOf({ userId }),
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  return stream;
};
const thank = (userId: string) =>
  hearFact(game.scope(), { userId, kind: 'KUDOS_GIVEN', sourceEventId: newId(), happenedAt: game.clock.now() });

test('badges are told live to who earned them, with what one asks about them and about oneself, and to nobody else', async () => {
  const [ann, bob] = [newId(), newId()];
  const [toAnn, toBob] = [await follow(ann), await follow(bob)];
  await thank(ann);
  await thank(bob);
  const about = (userId: string) => ({
    badgeEarned: {
      awardedAt: game.clock.now().toISOString(),
      badge: { code: 'THANKFUL_1', rarity: 'COMMON', myProgress: { have: 1, need: 1 } },
      user: { id: userId, gamification: { xp: 110 } },
    },
  });
  expect((await toBob.next()).value.data).toEqual(about(bob));
  expect((await toAnn.next()).value.data).toEqual(about(ann));
  await toAnn.return?.();
  await toBob.return?.();
});

test('the door hears when the catalogue or what an activity is worth changes: lists that it keeps are stale', async () => {
  const by = game.scope({ userId: newId() });
  const stream = await followChanges(game.mounted);
  expect((await stream.next()).tags).toEqual([]);
  const badge: NewBadge = {
    code: 'HEARD',
    title: 'Heard',
    description: 'Heard.',
    category: 'LEARNER',
    rarity: 'RARE',
    family: null,
    tier: 1,
    rule: JSON.stringify({ count: { kinds: ['KUDOS_GIVEN'], atLeast: 9 } }),
  };
  const added = (await createBadge(by, badge)) as { badgeId: string };
  expect((await stream.untilTags()).tags).toEqual(['Badge']);
  await retireBadge(by, added);
  expect((await stream.untilTags()).tags).toEqual([`Badge:${added.badgeId}`]);
  const rule = { activity: 'KUDOS_GIVEN', xp: 7, reason: 'a test', idempotencyKey: newId() };
  expect(await reviseXpRule(by, rule)).toMatchObject({ version: 2 });
  expect((await stream.untilTags()).tags).toEqual(['XpRule']);
  await stream.stop();
});
