import { audit, subgraph, type Case } from './audit.ts';

const refer = (ref: object) => ref;
const stock = subgraph(
  'stock',
  'key',
  `type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! name: String! weight: Int }`,
  { Query: { things: () => [{ id: '1', name: 'one', weight: 5 }] }, Thing: { __resolveReference: refer } },
);
const prices = subgraph(
  'prices',
  'key external requires',
  `type Thing @key(fields: "id") { id: ID! weight: Int @external price: Int postage: Int @requires(fields: "weight") }`,
  {
    Thing: { __resolveReference: refer, price: () => 7, postage: ({ weight }: { weight: number }) => weight * 2 },
  },
);

const both = (yes: boolean, no: boolean): Case => ({
  that: `a field of another subgraph is there when @include says so and @skip does not (${yes}, ${no})`,
  query: 'query ($yes: Boolean!, $no: Boolean!) { things { id price @include(if: $yes) @skip(if: $no) } }',
  variables: { yes, no },
  data: { things: [yes && !no ? { id: '1', price: 7 } : { id: '1' }] },
  calls: { prices: yes && !no ? 1 : 0 },
});

audit(
  '@skip and @include',
  [stock, prices],
  [
    both(true, false),
    both(true, true),
    both(false, false),
    both(false, true),
    {
      that: 'on fragments around fields of two subgraphs',
      query:
        'query ($a: Boolean = false) { things { ...F @include(if: $a) ... @skip(if: $a) { name postage } } } fragment F on Thing { id price }',
      data: { things: [{ name: 'one', postage: 10 }] },
    },
    {
      that: 'with the variable given, the other way',
      query:
        'query ($a: Boolean = false) { things { ...F @include(if: $a) ... @skip(if: $a) { name postage } } } fragment F on Thing { id price }',
      variables: { a: true },
      data: { things: [{ id: '1', price: 7 }] },
    },
    {
      that: 'on one of two selections of a field leave the other',
      query:
        'query ($no: Boolean!) { things { price @include(if: $no) price p: price @skip(if: true) postage @skip(if: $no) } }',
      variables: { no: false },
      data: { things: [{ price: 7, postage: 10 }] },
      calls: { prices: 1 },
    },
    {
      that: 'of what has a @requires leave the others of its fetch an answer',
      query: 'query ($no: Boolean!) { things { price postage @skip(if: $no) } }',
      variables: { no: true },
      data: { things: [{ price: 7 }] },
      calls: { prices: 1 },
    },
    {
      that: 'that turns the same plan the other way',
      query: 'query ($no: Boolean!) { things { price postage @skip(if: $no) } }',
      variables: { no: false },
      data: { things: [{ price: 7, postage: 10 }] },
      calls: { prices: 1 },
    },
    {
      that: 'at the root ask nobody',
      query: 'query ($no: Boolean = true) { things @skip(if: $no) { id price } __typename @include(if: $no) }',
      data: { __typename: 'Query' },
      calls: { stock: 0, prices: 0 },
    },
    {
      that: 'leave an object whose fields are all left out empty',
      query: '{ things { id @skip(if: true) price @include(if: false) } }',
      data: { things: [{}] },
      calls: { prices: 0 },
    },
  ],
);
