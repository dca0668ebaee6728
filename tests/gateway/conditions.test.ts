import { audit, subgraph, type Case } from './audit.ts';
import { offers, ranks } from './offers.ts';

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

const goods = subgraph(
  'goods',
  'key',
  `type Query { things: [Thing!]! found: [Found!]! }
   union Found = Thing | Box
   type Box { thing: Thing! }
   type Thing @key(fields: "id") { id: ID! name: String! }`,
  {
    Query: {
      things: () => [{ id: '1', name: 'one' }],
      found: () => [
        { __typename: 'Thing', id: '1' },
        { __typename: 'Box', thing: { id: '2' } },
      ],
    },
  },
);
const scales = subgraph('scales', 'key', `type Thing @key(fields: "id") { id: ID! weight: Int }`, {
  Thing: { __resolveReference: refer, weight: () => 5 },
});
const one = (asked: string, a: boolean, b: boolean): Pick<Case, 'query' | 'variables'> => ({
  query: `query ($a: Boolean!, $b: Boolean!) { things { name ${asked} } }`,
  variables: { a, b },
});
const things = (thing: object): object => ({ things: [{ name: 'one', ...thing }] });

audit(
  'a fetch whose fields are all skipped is not sent',
  [goods, scales, offers, ranks],
  [
    {
      that: 'each by a condition of its own',
      ...one('price @include(if: $a) tax @skip(if: $b)', false, true),
      data: things({}),
      calls: { goods: 1, offers: 0 },
    },
    {
      that: 'and is when one of them is not',
      ...one('price @include(if: $a) tax @skip(if: $b)', false, false),
      data: things({ tax: 1 }),
      calls: { offers: 1 },
    },
    {
      that: 'nor the one that finds its key, which nobody asks for',
      ...one('rank @include(if: $a) place @include(if: $b)', false, false),
      data: things({}),
      calls: { offers: 0, ranks: 0 },
    },
    {
      that: 'while the one that finds its key is sent for what else it fetches',
      ...one('rank @include(if: $a) place @include(if: $b) price', false, false),
      data: things({ price: 7 }),
      calls: { offers: 1, ranks: 0 },
    },
    {
      that: 'and the key is found for one that is asked, when nothing else is asked of who finds it',
      ...one('rank @include(if: $a) price @include(if: $b)', true, false),
      data: things({ rank: 'of c1' }),
      calls: { offers: 1, ranks: 1 },
    },
    {
      that: 'nor the one that brings what is required',
      ...one('postage @include(if: $a) tax @include(if: $b)', false, false),
      data: things({}),
      calls: { scales: 0, offers: 0 },
    },
    {
      that: 'and what is required is there when it is asked',
      ...one('postage @include(if: $a) tax @include(if: $b)', true, false),
      data: things({ postage: 10 }),
      calls: { scales: 1, offers: 1 },
    },
    {
      that: 'below an object that is asked for',
      ...one('maker { name @include(if: $a) age @skip(if: $b) }', false, true),
      data: things({ maker: {} }),
      calls: { offers: 1, ranks: 0 },
    },
    {
      that: 'below one that is skipped itself, beside another',
      ...one('maker @include(if: $a) { name age @skip(if: $b) } tax @skip(if: $b)', false, true),
      data: things({}),
      calls: { offers: 0, ranks: 0 },
    },
    {
      that: 'by conditions of fragments and of fields in them',
      query: `query ($a: Boolean!, $b: Boolean!) { things { ...F @include(if: $a) ... on Thing { tax @skip(if: $b) ...G @include(if: $a) } } }
        fragment F on Thing { price ... @include(if: $b) { rank } } fragment G on Thing { place @include(if: $b) id }`,
      variables: { a: false, b: true },
      data: { things: [{}] },
      calls: { goods: 1, offers: 0, ranks: 0 },
    },
    {
      that: 'and what such conditions leave is fetched',
      query: `query ($a: Boolean!, $b: Boolean!) { things { ...F @include(if: $a) ... on Thing { tax @skip(if: $b) ...G @include(if: $a) } } }
        fragment F on Thing { price ... @include(if: $b) { rank } } fragment G on Thing { place @include(if: $b) id }`,
      variables: { a: true, b: false },
      data: { things: [{ price: 7, tax: 1, id: '1' }] },
      calls: { offers: 1, ranks: 0 },
    },
    {
      that: 'at one of two places of its objects',
      query: `query ($a: Boolean!, $b: Boolean!) {
        found { ... on Thing { price @include(if: $a) tax @include(if: $b) } ... on Box { thing { price tax @include(if: $a) } } } }`,
      variables: { a: false, b: false },
      data: { found: [{}, { thing: { price: 7 } }] },
      calls: { goods: 1, offers: 1 },
    },
    {
      that: 'at the root',
      query: 'query ($a: Boolean!, $b: Boolean!) { best @include(if: $a) worst @skip(if: $b) }',
      variables: { a: false, b: true },
      data: {},
      calls: { ranks: 0 },
    },
    {
      that: 'in a mutation, where it would have an effect',
      query: 'mutation ($a: Boolean!, $b: Boolean!) { up @include(if: $a) down @skip(if: $b) }',
      variables: { a: false, b: true },
      data: {},
      calls: { ranks: 0 },
    },
    {
      that: 'and a mutation that is asked has its effect once',
      query: 'mutation ($a: Boolean!, $b: Boolean!) { up @include(if: $a) down @skip(if: $b) }',
      variables: { a: true, b: true },
      data: { up: 1 },
      calls: { ranks: 1 },
    },
  ],
);
