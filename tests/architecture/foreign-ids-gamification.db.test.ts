import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { parse } from 'yaml';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { joinVenture } from '#subgraphs/gamification/actions/follow-groups';
import { gamificationSubgraph } from '#subgraphs/gamification/subgraph';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const game = buildSchema(read('schema/subgraphs/gamification.graphql'), { assumeValidSDL: true });
const own = Object.entries(parse(read('schema/access/ids.yaml')) as Record<string, string>)
  // mutations are tried in foreign-ids-badges.db.test.ts
  .filter(([place, kind]) => kind === 'own' && place.startsWith('Query.'))
  .map(([place]) => place)
  .filter((place) => {
    const [root, field] = place.split(/[.(]/) as [string, string];
    return (game.getType(root) as GraphQLObjectType | undefined)?.getFields()[field] !== undefined;
  });

/** How each is asked, and how a thing of Ann's is made. */
const TRIALS: Record<string, { document: string; thing: (annId: string) => Promise<string> }> = {
  'Query.leaderboard(ventureId)': {
    document: 'query ($id: ID!) { leaderboard(board: VENTURE, ventureId: $id) { edges { cursor } } }',
    thing: ventureOf,
  },
  'Query.rankAroundMe(ventureId)': {
    document: 'query ($id: ID!) { rankAroundMe(board: VENTURE, ventureId: $id) { rank } }',
    thing: ventureOf,
  },
};

async function ventureOf(annId: string): Promise<string> {
  const ventureId = newId();
  await joinVenture(mount.scope(), ventureId, annId);
  return ventureId;
}

let mount: TestMount<unknown>;
beforeAll(async () => {
  mount = await mountForTest(gamificationSubgraph());
});
afterAll(() => mount.stop());

test.each(own)('%s answers for what is another person’s as for what is not there', async (place) => {
  const trial = TRIALS[place];
  if (!trial) throw new Error(`say in this test how ${place} is tried`);
  const [annId, malloryId] = [newId(), newId()];
  const id = await trial.thing(annId);
  const ask = async (about: string, userId: string) => {
    const { data, errors } = await mount.graphql(trial.document, { id: about }, { userId, nonce: newId() });
    return JSON.stringify({ data, errors });
  };
  const foreign = await ask(id, malloryId);
  expect(foreign).toEqual(await ask(newId(), malloryId));
  expect(await ask(id, annId)).not.toEqual(foreign);
});
