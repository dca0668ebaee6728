import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;
const typed = (__typename: string, id: string, more: object = {}) => ({ __typename, id, ...more });

/** Two subgraphs that know different members of one union and different types of one interface. */
const north = subgraph(
  'north',
  'key shareable',
  `type Query { media: Media @shareable one: Media shelf: [Media]! node(id: ID!): Node nodes: [Node!]! }
   union Media = Book | Song
   interface Node { id: ID! }
   type Book implements Node @key(fields: "id") { id: ID! title: String! @shareable }
   type Song implements Node @key(fields: "id") { id: ID! seconds: Int! }`,
  {
    Query: {
      media: () => typed('Book', 'b1', { title: 'Book b1' }),
      one: () => typed('Song', 's1', { seconds: 9 }),
      shelf: () => [
        typed('Song', 's1', { seconds: 9 }),
        null,
        typed('Book', 'b1', { title: 'Book b1' }),
        typed('Song', 's1', { seconds: 9 }),
      ],
      node: (_: unknown, { id }: { id: string }) => (id === 'b1' ? typed('Book', id, { title: 'Book b1' }) : null),
      nodes: () => [typed('Book', 'b1', { title: 'Book b1' }), typed('Song', 's1', { seconds: 9 })],
    },
    Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `Book ${id}` }) },
    Song: { __resolveReference: refer, seconds: () => 9 },
  },
);
const south = subgraph(
  'south',
  'key shareable',
  `type Query { media: Media @shareable other: Media viewed: [Rated!]! }
   union Media = Book | Film
   interface Rated { stars: Int }
   type Book implements Rated @key(fields: "id") { id: ID! title: String! @shareable stars: Int size: Size }
   type Song implements Rated @key(fields: "id") { id: ID! stars: Int size: Size }
   type Film implements Rated @key(fields: "id") { id: ID! stars: Int length: Text }
   union Size = Pages | Bytes
   type Pages { count: Int! unit: String }
   type Bytes { count: Float unit: String! }
   type Text { text: String }`,
  {
    Query: {
      media: () => typed('Book', 'b1', { title: 'Book b1' }),
      other: () => typed('Film', 'f1', { stars: 3, length: { text: 'long' } }),
      viewed: () => [typed('Book', 'b1', { title: 'Book b1' }), typed('Song', 's1'), typed('Film', 'f1')],
    },
    Book: { __resolveReference: refer, stars: () => 5, size: () => ({ __typename: 'Pages', count: 100, unit: null }) },
    Song: {
      __resolveReference: refer,
      stars: () => null,
      size: () => ({ __typename: 'Bytes', count: 1.5, unit: 'MB' }),
    },
    Film: { __resolveReference: refer },
  },
);

audit(
  'unions and interfaces that two subgraphs know differently',
  [north, south],
  [
    {
      that: 'a shared field of a union gives what both know of the member',
      query: '{ media { __typename ... on Book { title stars } } }',
      data: { media: { __typename: 'Book', title: 'Book b1', stars: 5 } },
    },
    {
      that: 'a member that a subgraph does not know is asked of it for nothing',
      query:
        '{ one { ... on Song { seconds stars } ... on Film { length { text } } } other { ... on Book { title } ... on Film { stars length { text } } ... on Song { seconds } } }',
      data: { one: { seconds: 9, stars: null }, other: { stars: 3, length: { text: 'long' } } },
    },
    {
      that: 'repeated members are asked for once and told each time, nulls stay',
      query:
        '{ shelf { __typename ... on Song { id seconds size { ... on Bytes { count unit } ... on Pages { count unit } } } ... on Book { size { __typename } } } }'.replace(
          '... on Bytes { count unit } ... on Pages { count unit }',
          '... on Bytes { much: count unit } ... on Pages { count }',
        ),
      data: {
        shelf: [
          { __typename: 'Song', id: 's1', seconds: 9, size: { much: 1.5, unit: 'MB' } },
          null,
          { __typename: 'Book', size: { __typename: 'Pages' } },
          { __typename: 'Song', id: 's1', seconds: 9, size: { much: 1.5, unit: 'MB' } },
        ],
      },
      calls: { north: 1, south: 1 },
    },
    {
      that: 'an interface reaches the fields of its types in other subgraphs',
      query:
        '{ nodes { id ... on Rated { stars } ... on Book { size { ... on Pages { count } } } } node(id: "b1") { ... on Rated { stars } } none: node(id: "x") { id } }',
      data: {
        nodes: [
          { id: 'b1', stars: 5, size: { count: 100 } },
          { id: 's1', stars: null },
        ],
        node: { stars: 5 },
        none: null,
      },
    },
    {
      that: 'an interface in an interface in a fragment',
      query: '{ viewed { stars ...N } } fragment N on Node { id ... on Rated { stars ... on Song { seconds } } }',
      data: { viewed: [{ stars: 5, id: 'b1' }, { stars: null, id: 's1', seconds: 9 }, { stars: null }] },
    },
    {
      that: '__typename at every place, under aliases, alone and twice',
      query:
        '{ __typename kind: __typename media { __typename } viewed { t: __typename __typename } shelf { again: __typename } }',
      data: {
        __typename: 'Query',
        kind: 'Query',
        media: { __typename: 'Book' },
        viewed: ['Book', 'Song', 'Film'].map((name) => ({ t: name, __typename: name })),
        shelf: [{ again: 'Song' }, null, { again: 'Book' }, { again: 'Song' }],
      },
    },
  ],
);

/** One field name with another type, or another nullability, in each member. */
audit(
  'fields of one name and different types',
  [north, south],
  [
    {
      that: 'are kept apart by their aliases',
      query:
        '{ viewed { ... on Book { size { ... on Pages { a: count } } } ... on Song { size { ... on Bytes { b: count } } } } }',
      data: { viewed: [{ size: { a: 100 } }, { size: { b: 1.5 } }, {}] },
    },
  ],
);

const strict = subgraph(
  'strict',
  'key shareable',
  `type Query { row: Row @shareable } type Row @key(fields: "id") { id: ID! value: Cell! @shareable } type Cell { text: String! @shareable }`,
  { Query: { row: () => ({ id: 'r' }) }, Row: { __resolveReference: refer, value: () => ({ text: 'strict' }) } },
);
const loose = subgraph(
  'loose',
  'key shareable',
  `type Query { rows: [Row] } type Row @key(fields: "id") { id: ID! value: Cell @shareable } type Cell { text: String @shareable }`,
  {
    Query: {
      rows: () => [
        { id: 'a', value: null },
        { id: 'b', value: { text: null } },
      ],
    },
    Row: { __resolveReference: refer },
  },
);

audit(
  'a field that may be null in one subgraph only',
  [{ ...strict, typeDefs: strict.typeDefs.replace('row: Row @shareable', 'row: Row') }, loose],
  [
    {
      that: 'may be null for the client',
      query: '{ row { value { text } } rows { id value { text } } }',
      data: {
        row: { value: { text: 'strict' } },
        rows: [
          { id: 'a', value: null },
          { id: 'b', value: { text: null } },
        ],
      },
    },
  ],
);
