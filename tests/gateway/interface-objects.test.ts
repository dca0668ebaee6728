import { expect, test } from '@jest/globals';
import { compose } from '../federation/arena.ts';
import { audit, subgraph, type Case } from './audit.ts';

const refer = (ref: object) => ref;

const media = subgraph(
  'media',
  'key',
  `type Query { media: [Medium!]! first: Song }
   interface Medium @key(fields: "id") { id: ID! title: String! }
   type Song implements Medium @key(fields: "id") { id: ID! title: String! seconds: Int! }
   type Video implements Medium @key(fields: "id") { id: ID! title: String! width: Int! hue: String }`,
  {
    Query: { media: () => [medium('s1'), medium('v1'), medium('s1')], first: () => medium('s1') },
    Medium: { __resolveReference: ({ id }: { id: string }) => medium(id) },
    Song: { __resolveReference: ({ id }: { id: string }) => medium(id) },
    Video: { __resolveReference: ({ id }: { id: string }) => medium(id) },
  },
);
function medium(id: string) {
  const song = id.startsWith('s');
  return {
    __typename: song ? 'Song' : 'Video',
    id,
    title: `title ${id}`,
    ...(song ? { seconds: 10 } : { width: 640, hue: 'red' }),
  };
}
const likes = subgraph(
  'likes',
  'key interfaceObject external requires',
  `type Query { liked: [Medium]! }
   type Medium @key(fields: "id") @interfaceObject { id: ID! title: String! @external likes: Int! fans: [Fan!]! praise: String @requires(fields: "title") }
   type Fan @key(fields: "name") { name: String! loves: Medium }`,
  {
    Query: { liked: () => [{ id: 'v1' }, null, { id: 's1' }] },
    Medium: {
      __resolveReference: refer,
      likes: ({ id }: { id: string }) => id.length,
      fans: () => [{ name: 'Bo' }],
      praise: ({ title }: { title?: string }) => {
        if (title === undefined) throw new Error('asked without a title');
        return `Hear ${title}`;
      },
    },
    Fan: { __resolveReference: refer, loves: () => ({ id: 's1' }) },
  },
);

audit(
  'an interface object',
  [media, likes],
  [
    {
      that: 'adds its fields to every type of the interface',
      query: '{ media { __typename id likes ... on Song { seconds praise } ... on Video { width fans { name } } } }',
      data: {
        media: [
          { __typename: 'Song', id: 's1', likes: 2, seconds: 10, praise: 'Hear title s1' },
          { __typename: 'Video', id: 'v1', likes: 2, width: 640, fans: [{ name: 'Bo' }] },
          { __typename: 'Song', id: 's1', likes: 2, seconds: 10, praise: 'Hear title s1' },
        ],
      },
      calls: { media: 1, likes: 1 },
    },
    {
      that: 'is not asked for those of another type that bring what is required and no key',
      query: '{ media { ... on Song { praise } ... on Video { title } } }',
      data: { media: [{ praise: 'Hear title s1' }, { title: 'title v1' }, { praise: 'Hear title s1' }] },
      calls: { media: 1, likes: 1 },
    },
    {
      that: 'as a starting point learns the real type from the subgraph that knows it',
      query: '{ liked { __typename id title likes praise ... on Video { width } } }',
      data: {
        liked: [
          { __typename: 'Video', id: 'v1', title: 'title v1', likes: 2, praise: 'Hear title v1', width: 640 },
          null,
          { __typename: 'Song', id: 's1', title: 'title s1', likes: 2, praise: 'Hear title s1' },
        ],
      },
    },
    {
      that: 'asked for nothing but its own fields costs one call',
      query: '{ liked { id likes } }',
      data: { liked: [{ id: 'v1', likes: 2 }, null, { id: 's1', likes: 2 }] },
      calls: { media: 0, likes: 1 },
    },
    {
      that: 'is left when its real type is another than the fragment asks for',
      query: '{ liked { ... on Song { id seconds } } }',
      data: { liked: [{}, null, { id: 's1', seconds: 10 }] },
    },
    {
      that: 'on one concrete type, and behind an object of its own subgraph',
      query: '{ first { likes fans { name loves { title ... on Song { seconds } } } } }',
      data: { first: { likes: 2, fans: [{ name: 'Bo', loves: { title: 'title s1', seconds: 10 } }] } },
    },
    ...[true, false].map((wanted): Case => ({
      that: `gives all types what is always asked of one and of the others under a condition that is ${wanted}`,
      query: 'query ($wanted: Boolean!) { media { praise @include(if: $wanted) ... on Song { praise } } }',
      variables: { wanted },
      data: {
        media: [{ praise: 'Hear title s1' }, wanted ? { praise: 'Hear title v1' } : {}, { praise: 'Hear title s1' }],
      },
      calls: { media: 1 },
    })),
    ...[true, false].map((wanted): Case => ({
      that: `is not missed behind a field that is there under a condition that is ${wanted}`,
      query: `query ($wanted: Boolean!) {
        first { likes fans @include(if: $wanted) { loves { ... on Song { praise } } } praise }
      }`,
      variables: { wanted },
      data: {
        first: { likes: 2, ...(wanted && { fans: [{ loves: { praise: 'Hear title s1' } }] }), praise: 'Hear title s1' },
      },
    })),
    {
      that: 'is asked for a field of one type under a key that is another field on another type',
      query: '{ media { ... on Song { x: praise likes } ... on Video { x: hue likes } } }',
      data: {
        media: [
          { x: 'Hear title s1', likes: 2 },
          { x: 'red', likes: 2 },
          { x: 'Hear title s1', likes: 2 },
        ],
      },
    },
  ],
);

/** Each side knows one of two interfaces as an object whose key it does not resolve. */
const shop = subgraph(
  'shop',
  'key interfaceObject',
  `type Query { ware: Ware wares: [Ware!]! }
   type Ware @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
  { Query: { ware: () => ({ id: 'w1' }), wares: () => [{ id: 'w1' }, { id: 'w2' }] } },
);
const mill = subgraph(
  'mill',
  'key interfaceObject',
  `type Query { loaf: Loaf }
   interface Ware @key(fields: "id") { id: ID! name: String }
   type Loaf implements Ware @key(fields: "id") { id: ID! name: String crust: Boolean }`,
  {
    Query: { loaf: () => ({ id: 'w9', name: 'loaf w9' }) },
    Ware: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Loaf', id, name: `loaf ${id}` }) },
    Loaf: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `loaf ${id}` }), crust: () => true },
  },
);

audit(
  'an interface object that its subgraph does not resolve',
  [shop, mill],
  [
    { that: 'gives its key alone', query: '{ ware { id } }', data: { ware: { id: 'w1' } }, calls: { mill: 0 } },
    {
      that: 'leads to the interface that resolves the key',
      query: '{ ware { id name ... on Loaf { crust } } wares { __typename name } loaf { name } }',
      data: {
        ware: { id: 'w1', name: 'loaf w1', crust: true },
        wares: [
          { __typename: 'Loaf', name: 'loaf w1' },
          { __typename: 'Loaf', name: 'loaf w2' },
        ],
        loaf: { name: 'loaf w9' },
      },
    },
    { that: 'asked for as one type only', query: '{ ware { ... on Loaf { id } } }', data: { ware: { id: 'w1' } } },
  ],
);

const ranks = subgraph(
  'ranks',
  'key interfaceObject',
  'type Ware @key(fields: "id") @interfaceObject { id: ID! rank: Int }',
  { Ware: { __resolveReference: refer, rank: ({ id }: { id: string }) => Number(id.slice(1)) } },
);

audit(
  'an interface object that one subgraph does not resolve and another does',
  [shop, mill, ranks],
  [
    {
      that: 'is asked for its fields without its type, where nobody wants to know that',
      query: '{ wares { rank } }',
      data: { wares: [{ rank: 1 }, { rank: 2 }] },
      calls: { shop: 1, ranks: 1, mill: 0 },
    },
    {
      that: 'under its type brings what both know',
      query: '{ wares { __typename ... on Loaf { rank crust } } loaf { rank } }',
      data: {
        wares: [1, 2].map((rank) => ({ __typename: 'Loaf', rank, crust: true })),
        loaf: { rank: 9 },
      },
    },
  ],
);

const bare = 'interface Ware @key(fields: "id") { id: ID! } type Loaf implements Ware @key(fields: "id") { id: ID! }';
test.each([
  ['a field of it that cannot be reached from the interface', `type Query { loaf: Loaf } ${bare}`, 'price: Int'],
  [
    'an interface that nobody resolves either',
    `type Query { loaf: Loaf } ${bare.replace('Ware @key(fields: "id")', 'Ware @key(fields: "id", resolvable: false)')}`,
    '',
  ],
])('composition refuses an interface object without a resolvable key and %s', (_, sdl, own) => {
  const unresolved = subgraph(
    'unresolved',
    'key interfaceObject',
    `type Query { any: Ware } type Ware @key(fields: "id", resolvable: false) @interfaceObject { id: ID! ${own} }`,
    {},
  );
  expect(() => compose([subgraph('wares', 'key', sdl, {}), unresolved])).toThrow('cannot be satisfied');
});

/** Of an interface object, the second step of a chain: composition accepts it, and the planner breaks off over it. */
const cheers = subgraph(
  'cheers',
  'key interfaceObject external requires',
  `type Medium @key(fields: "id") @interfaceObject { id: ID! praise: String @external cheer: String @requires(fields: "praise") }`,
  { Medium: { __resolveReference: refer, cheer: ({ praise }: { praise: string }) => `${praise}!` } },
);

audit(
  'a chain of @requires on an interface object',
  [media, likes, cheers],
  [
    ...['{ media { cheer } }', '{ liked { id ... on Song { cheer } } }', '{ liked { id ... @defer { cheer } } }'].map(
      (query): Case => ({
        that: `is refused with a code, for no plan is found: ${query}`,
        query,
        data: null,
        errors: [{ code: 'PLAN_UNSOUND', message: expect.stringContaining('cannot be answered') }],
        calls: { media: 0, likes: 0, cheers: 0 },
      }),
    ),
    {
      that: 'costs what does not touch it nothing',
      query: '{ first { praise } }',
      data: { first: { praise: 'Hear title s1' } },
    },
  ],
);
