import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { ANONYMOUS } from '#chassis/identity/caller';
import { both } from '#gateway/graph/observer';
import { planningHere, type Planning } from '#gateway/graph/planning/planning';
import type { Snapshot } from '#gateway/graph/snapshot';
import { GraphMetrics } from '#gateway/observe/graph-metrics';
import { recordingLog } from '#gateway/testing/recording-log';
import { arenaOf, type Arena } from '../federation/arena.ts';
import { audit, subgraph, type Case } from './audit.ts';
import { circle, POST } from './circle.ts';

const refer = (ref: object) => ref;

audit('@requires in a circle', circle, [
  {
    that: 'is followed to its end, whatever of it was asked for',
    query: '{ post { headline } }',
    data: { post: { headline: 'Read what was written by Ada' } },
  },
  {
    that: 'with every step of it selected too',
    query: '{ post { id author byline headline again: headline } }',
    data: {
      post: {
        id: 'p1',
        author: 'Ada',
        byline: 'written by Ada',
        headline: 'Read what was written by Ada',
        again: 'Read what was written by Ada',
      },
    },
  },
  ...[
    '{ post { shout } }',
    '{ post { sigh shout } }',
    '{ post { byline shout } }',
    '{ post { headline shout sigh } }',
    '{ post { author byline headline shout } }',
  ].map((query): Case => ({
    that: `twice around, the last field is given what the others made of it: ${query}`,
    query,
    data: { post: Object.fromEntries(query.match(/\b(?!post)[a-z]+/g)!.map((field) => [field, POST[field]])) },
  })),
]);

/** The planner of these plans knows no other way than the one that asks too early. */
const stubborn = (snapshot: Snapshot): Planning => {
  const here = planningHere(snapshot);
  return { ...here, plan: (what) => here.plan({ ...what, apart: false }) };
};

describe('a plan that asks a subgraph before what it needs is there', () => {
  const log = recordingLog();
  const told: unknown[] = [];
  const metrics = new Registry();
  let arena: Arena;
  beforeAll(async () => {
    const observer = both({ doubtful: (plan) => void told.push(plan) }, new GraphMetrics(metrics));
    arena = await arenaOf(circle, true, { planning: stubborn, log, observer });
  });
  afterAll(() => arena.graph.stop());
  const ask = (query: string) => arena.graph.execute({ document: parse(query), variables: {}, caller: ANONYMOUS });

  test('is refused with a code and not run, and operators are told what is wrong with it', async () => {
    for (let i = 0; i < 2; i++) {
      const { data, errors } = await ask('query Shouting { post { shout } }');
      expect(data).toBeUndefined();
      expect(errors).toEqual([
        expect.objectContaining({
          extensions: { code: 'PLAN_UNSOUND' },
          message: expect.stringContaining('Post.headline'),
        }),
      ]);
    }
    expect(arena.calls).toEqual([]);
    const doubt = {
      operationName: 'Shouting',
      mending: 'refused',
      doubts: expect.arrayContaining(['base: Post.headline ASKED_EARLY', 'words: Post.headline INPUT_NOT_FETCHED']),
    };
    expect(told).toEqual([doubt]); // the second time it was known
    expect(log.lines).toContainEqual(expect.objectContaining(doubt));
    expect(await metrics.metrics()).toContain('gateway_doubtful_plans_total{mending="refused"} 1');
  });

  test('with a part of it deferred counts as refused once: as a whole', async () => {
    told.length = 0;
    const document = parse('{ post { id ... @defer { shout } } }');
    const answer = await arena.graph.executeInParts({ document, variables: {}, caller: ANONYMOUS });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PLAN_UNSOUND' } }] });
    expect(told).toMatchObject([{ mending: 'whole' }, { mending: 'refused' }]);
  });

  test('costs other operations nothing', async () => {
    expect((await ask('{ post { headline sigh } }')).data).toEqual({
      post: { headline: 'Read what was written by Ada', sigh: 'ah' },
    });
  });
});

/** Each adds to what the one before made of it. */
const chain = [
  subgraph('start', 'key', `type Query { sums: [Sum!]! } type Sum @key(fields: "id") { id: ID! }`, {
    Query: { sums: () => [{ id: '1' }, { id: '2' }, { id: '1' }] },
    Sum: { __resolveReference: refer },
  }),
  subgraph('one', 'key inaccessible', `type Sum @key(fields: "id") { id: ID! a: Int @inaccessible }`, {
    Sum: { __resolveReference: refer, a: ({ id }: { id: string }) => (id === '2' ? null : 1) },
  }),
  ...(['b', 'c', 'd'] as const).map((name, i) => {
    const before = ['a', 'b', 'c'][i]!;
    return subgraph(
      name,
      'key external requires',
      `type Sum @key(fields: "id") { id: ID! ${before}: Int @external ${name}: Int @requires(fields: "${before}") }`,
      {
        Sum: {
          __resolveReference: refer,
          [name]: (ref: Record<string, number | null>) => (ref[before] ?? 100) + 1,
        },
      },
    );
  }),
];

audit('@requires in a chain', chain, [
  {
    that: 'is followed from its end, over a hidden field and over nulls, each entity once',
    query: '{ sums { d } }',
    data: { sums: [{ d: 4 }, { d: 103 }, { d: 4 }] },
    calls: { start: 1, one: 1, b: 1, c: 1, d: 1 },
  },
]);

/** What is required lies in objects, lists and fragments, and some of it is null. */
const warehouse = subgraph(
  'warehouse',
  'key shareable',
  `type Query { boxes: [Box!]! }
   type Box @key(fields: "id") { id: ID! content: [Thing] size: Size cover: Cover! }
   type Size @shareable { wide: Int! high: Int! inner: Size }
   union Thing = Book | Tool
   type Book { title: String! pages: Int }
   type Tool { title: String! watts: Int! }
   interface Cover { colour: String! }
   type Paper implements Cover { colour: String! gram: Int! }
   type Wood implements Cover { colour: String! tree: String! }`,
  {
    Query: {
      boxes: () => [
        {
          id: '1',
          content: [{ __typename: 'Book', title: 'B', pages: 3 }, null, { __typename: 'Tool', title: 'T', watts: 9 }],
          size: { wide: 2, high: 3, inner: { wide: 1, high: 2 } },
          cover: { __typename: 'Paper', colour: 'red', gram: 80 },
        },
        { id: '2', content: null, size: null, cover: { __typename: 'Wood', colour: 'brown', tree: 'oak' } },
      ],
    },
    Box: { __resolveReference: refer },
  },
);
const freight = subgraph(
  'freight',
  'key external requires shareable',
  `type Box @key(fields: "id") {
     id: ID!
     content: [Thing] @external
     size: Size @external
     cover: Cover! @external
     volume: String @requires(fields: "size { wide high inner { wide } }")
     list: String @requires(fields: "content { __typename ... on Book { title pages } ... on Tool { title watts } }")
     wrap: String! @requires(fields: "cover { __typename colour ... on Paper { gram } }")
   }
   type Size @shareable { wide: Int! high: Int! inner: Size }
   union Thing = Book | Tool
   type Book @external { title: String! pages: Int }
   type Tool @external { title: String! watts: Int! }
   interface Cover { colour: String! }
   type Paper implements Cover @external { colour: String! gram: Int! }
   type Wood implements Cover { colour: String! @external }`,
  {
    Box: {
      __resolveReference: refer,
      volume: ({ size }: { size: object | null }) => JSON.stringify(size),
      list: ({ content }: { content: unknown }) => JSON.stringify(content),
      wrap: ({ cover }: { cover: object }) => JSON.stringify(cover),
    },
  },
);

audit(
  '@requires of objects, lists and fragments',
  [warehouse, freight],
  [
    {
      that: 'sends all of it and no more, nulls as nulls',
      query: '{ boxes { id volume list wrap } }',
      data: {
        boxes: [
          {
            id: '1',
            volume: '{"wide":2,"high":3,"inner":{"wide":1}}',
            list: '[{"__typename":"Book","title":"B","pages":3},null,{"__typename":"Tool","title":"T","watts":9}]',
            wrap: '{"__typename":"Paper","colour":"red","gram":80}',
          },
          { id: '2', volume: 'null', list: 'null', wrap: '{"__typename":"Wood","colour":"brown"}' },
        ],
      },
      calls: { warehouse: 1, freight: 1 },
    },
    {
      that: 'beside an own and smaller selection of the same objects',
      query: '{ boxes { size { high } content { __typename ... on Tool { watts } } volume } }',
      data: {
        boxes: [
          {
            size: { high: 3 },
            content: [{ __typename: 'Book' }, null, { __typename: 'Tool', watts: 9 }],
            volume: '{"wide":2,"high":3,"inner":{"wide":1}}',
          },
          { size: null, content: null, volume: 'null' },
        ],
      },
    },
    {
      that: 'left out by @skip and @include is not fetched for',
      query: 'query ($no: Boolean!) { boxes { id volume @include(if: $no) wrap @skip(if: true) } }',
      variables: { no: false },
      data: { boxes: [{ id: '1' }, { id: '2' }] },
      calls: { freight: 0 },
    },
  ],
);
