import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { parse } from 'yaml';
import { newId } from '#kernel/id';
import { questOf, socialWorld, type SocialWorld } from '#subgraphs/gamification/testing/social-world';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const mutations = buildSchema(read('schema/subgraphs/gamification.graphql'), { assumeValidSDL: true })
  .getMutationType()!
  .getFields();
const own = Object.entries(parse(read('schema/access/ids.yaml')) as Record<string, string>)
  .filter(([place, kind]) => kind === 'own' && place.startsWith('Mutation.'))
  .map(([place]) => place)
  .filter((place) => mutations[place.split(/[.(]/)[1]!] !== undefined);

let world: SocialWorld;
beforeAll(async () => {
  world = await socialWorld();
});
afterAll(() => world.game.stop());

const goal = async (userId: string) =>
  String((await world.act('createGoal', { title: 'Read', target: 3, unit: 'books' }, { userId })).goalId);
const poll = async (userId: string) => {
  const closesAt = new Date(world.game.clock.now().getTime() + 86_400_000).toISOString();
  return String(
    (await world.act('createPoll', { question: 'Tea?', options: ['yes', 'no'], closesAt }, { userId })).pollId,
  );
};

/** What else each takes, and how a thing of Ann's is made. */
const TRIALS: Record<string, { more: object; thing: (annId: string) => Promise<string> }> = {
  updateGoal: { more: { version: 1, title: 'Other' }, thing: goal },
  changeGoalStatus: { more: { version: 1, status: 'PAUSED' }, thing: goal },
  deleteGoal: { more: { version: 1 }, thing: goal },
  recordGoalProgress: { more: { version: 1, current: 3 }, thing: goal },
  withdrawPoll: { more: {}, thing: poll },
  withdrawIdea: {
    more: {},
    thing: async (userId) => String((await world.act('postIdea', { title: 'One', text: 'Two' }, { userId })).ideaId),
  },
  withdrawKudos: {
    more: {},
    async thing(userId) {
      const receiverId = await world.player();
      return String((await world.act('giveKudos', { receiverId, text: 'Thanks' }, { userId })).kudosId);
    },
  },
  claimQuest: {
    more: {},
    async thing(userId) {
      await world.hear(userId, 'POLL_VOTE');
      return (await questOf(world, userId, 'DAILY_VOICE')).id;
    },
  },
};

test.each(own)('%s answers for what is another person’s as for what is not there', async (place) => {
  const [, name = '', word = ''] = /^Mutation\.(\w+)\(input\.(\w+)\)$/.exec(place) ?? [];
  const trial = TRIALS[name];
  if (!trial) throw new Error(`say in this test how ${place} is tried`);
  const [ann, mallory] = [await world.player(), await world.player()];
  const id = await trial.thing(ann);
  const attempt = (about: string, userId: string) => world.act(name, { [word]: about, ...trial.more }, { userId });
  const foreign = await attempt(id, mallory);
  expect(foreign).toEqual(await attempt(newId(), mallory));
  expect(foreign).toMatchObject({ __typename: 'NotFound' });
  expect(await attempt(id, ann)).not.toMatchObject({ code: expect.anything() });
});
