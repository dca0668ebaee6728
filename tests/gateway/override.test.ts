import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { arenaOf, type Arena } from '../federation/arena.ts';
import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;

/** `next` takes fields over from `old`: some of them required by a third, some computed from others, one from a subgraph that is gone. */
const old = subgraph(
  'old',
  'key',
  `type Query { posts: [Post!]! }
   interface Text { id: ID! body: String }
   type Post implements Text @key(fields: "id") { id: ID! body: String author: Author views: Int }
   type Author @key(fields: "name") { name: String! mail: String }`,
  {
    Query: {
      posts: () => [
        { __typename: 'Post', id: '1' },
        { __typename: 'Post', id: '2' },
      ],
    },
    Post: {
      __resolveReference: refer,
      body: () => 'old body',
      author: () => ({ name: 'Ada', mail: 'old mail' }),
      views: () => 1,
    },
    Author: { __resolveReference: refer, mail: () => 'old mail' },
  },
);
const next = subgraph(
  'next',
  'key override external requires',
  `interface Text { id: ID! body: String }
   type Post implements Text @key(fields: "id") {
     id: ID!
     body: String @override(from: "old")
     views: Int @external
     rank: String @override(from: "gone") @requires(fields: "views")
   }
   type Author @key(fields: "name") { name: String! mail: String @override(from: "old") }`,
  {
    Post: {
      __resolveReference: refer,
      body: () => 'new body',
      rank: ({ views }: { views: number }) => `rank of ${views}`,
    },
    Author: { __resolveReference: refer, mail: () => 'new mail' },
  },
);
const third = subgraph(
  'third',
  'key external requires',
  `type Post @key(fields: "id") { id: ID! body: String @external teaser: String @requires(fields: "body") }`,
  { Post: { __resolveReference: refer, teaser: ({ body }: { body: string }) => `read the ${body}` } },
);

audit(
  '@override',
  [old, next, third],
  [
    {
      that: 'asks the new owner, through an interface too',
      query: '{ posts { id body author { name mail } ... on Text { again: body } } }',
      data: {
        posts: ['1', '2'].map((id) => ({
          id,
          body: 'new body',
          author: { name: 'Ada', mail: 'new mail' },
          again: 'new body',
        })),
      },
    },
    {
      that: 'feeds a @requires from the new owner, and may itself require',
      query: '{ posts { teaser rank } }',
      data: { posts: [1, 2].map(() => ({ teaser: 'read the new body', rank: 'rank of 1' })) },
    },
  ],
);

const from = (label: string) =>
  subgraph(
    'next',
    'key override',
    `type Post @key(fields: "id") { id: ID! body: String @override(from: "old", label: "${label}") }`,
    { Post: { __resolveReference: refer, body: () => 'new body' } },
  );
const user = (userId: string): Caller => ({ ...ANONYMOUS, kind: 'user', userId: userId as Caller['userId'] });

describe('a progressive @override', () => {
  let arenas: Arena[];
  const shares = [0, 5, 20, 100];
  beforeAll(async () => {
    arenas = await Promise.all(shares.map((share) => arenaOf([old, from(`percent(${share})`)])));
  });
  afterAll(() => Promise.all(arenas.map(({ graph }) => graph.stop())));

  const isNew = async ({ graph }: Arena, caller: Caller): Promise<boolean> => {
    const { data } = await graph.execute({ document: parse('{ posts { body } }'), caller });
    return JSON.stringify(data) === JSON.stringify({ posts: [{ body: 'new body' }, { body: 'new body' }] });
  };

  test('is on for its share of the callers, always the same ones, and who is in stays in when the share grows', async () => {
    const callers = Array.from({ length: 400 }, (_, i) =>
      user(`01a21f31-c479-74fc-baae-${String(i).padStart(12, '0')}`),
    );
    const inAt = await Promise.all(
      arenas.map(async (arena) => {
        const found: boolean[] = [];
        for (const caller of callers) found.push(await isNew(arena, caller));
        return found;
      }),
    );
    const counts = inAt.map((found) => found.filter(Boolean).length);
    expect([counts[0], counts[3]]).toEqual([0, 400]);
    expect(counts[1]).toBeGreaterThan(5);
    expect(counts[1]).toBeLessThan(40);
    expect(counts[2]).toBeGreaterThan(50);
    expect(counts[2]).toBeLessThan(115);
    expect(callers.every((_, i) => !inAt[1]![i] || inAt[2]![i])).toBe(true);
    expect(await isNew(arenas[2]!, callers[7]!)).toBe(inAt[2]![7]);
  });

  test('of another label is on where the door says so, and off otherwise', async () => {
    const testers = await arenaOf([old, from('testers')], false, {
      overrides: (label, { userId }) => label === 'testers' && userId === 'u',
    });
    const nobody = await arenaOf([old, from('testers')]);
    expect([await isNew(testers, user('u')), await isNew(testers, user('v')), await isNew(nobody, user('u'))]).toEqual([
      true,
      false,
      false,
    ]);
    await testers.graph.stop();
    await nobody.graph.stop();
  });
});
