import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;

/** Both subgraphs have the same root field; each knows another part of what it gives. */
const half = (name: string, field: string) =>
  subgraph(
    name,
    'shareable',
    `type Query { status: Status! @shareable statuses: [Status] @shareable }
     type Status { code: Int! @shareable ${field}: Detail! }
     type Detail { text: String! @shareable }`,
    {
      Query: {
        status: () => ({ code: 1, [field]: { text: field } }),
        statuses: () => [{ code: 2, [field]: { text: field } }, null],
      },
    },
  );

audit(
  'a root field of two subgraphs',
  [half('left', 'name'), half('right', 'price')],
  [
    {
      that: 'is asked of one when one is enough',
      query: '{ status { code name { text } } }',
      data: { status: { code: 1, name: { text: 'name' } } },
      calls: { left: 1, right: 0 },
    },
    {
      that: 'is asked of both when each has a part, and the parts are one object',
      query: '{ status { code name { text } price { text } } }',
      data: { status: { code: 1, name: { text: 'name' }, price: { text: 'price' } } },
      calls: { left: 1, right: 1 },
    },
    {
      that: 'element by element in a list with nulls',
      query: '{ statuses { name { text } price { text } } }',
      data: { statuses: [{ name: { text: 'name' }, price: { text: 'price' } }, null] },
    },
  ],
);

/** A mutation's root fields run one after the other, over subgraphs too: each sees what the one before did. */
let total = 0;
const set = (change: (before: number) => number) => () => ({ id: 't', total: (total = change(total)) });
const money = [
  subgraph(
    'adder',
    'key shareable',
    `type Query { total: Total }
     type Mutation { reset: Total add(by: Int!): Total fail: Total }
     type Total @key(fields: "id") { id: ID! total: Int! @shareable }`,
    {
      Query: { total: () => ({ id: 't', total }) },
      Mutation: {
        reset: set(() => 0),
        add: (_: unknown, { by }: { by: number }) => set((before) => before + by)(),
        fail: () => {
          throw new Error('did not work');
        },
      },
      Total: { __resolveReference: refer, total: (ref: { total?: number }) => ref.total ?? total },
    },
  ),
  subgraph(
    'doubler',
    'key external requires',
    `type Mutation { double: Total }
     type Total @key(fields: "id") { id: ID! total: Int! @external comment: String @requires(fields: "total") }`,
    {
      Mutation: { double: () => ({ id: (total *= 2) && 't' }) },
      Total: { __resolveReference: refer, comment: (ref: { total: number }) => `it was ${ref.total}` },
    },
  ),
];

audit('the root fields of a mutation', money, [
  {
    that: 'run in their order, also where the next one belongs to another subgraph',
    query:
      'mutation { zero: reset { total } a: add(by: 3) { total } b: double { id } c: add(by: 1) { total comment } d: double { comment } e: add(by: 0) { total } }',
    data: {
      zero: { total: 0 },
      a: { total: 3 },
      b: { id: 't' },
      c: { total: 7, comment: 'it was 7' },
      d: { comment: 'it was 14' },
      e: { total: 14 },
    },
  },
  {
    that: 'that fails leaves those before and after it standing',
    query: 'mutation { reset { total } fail { total } add(by: 2) { total } }',
    data: { reset: { total: 0 }, fail: null, add: { total: 2 } },
    errors: [{ path: ['fail'], message: 'did not work' }],
    calls: { adder: 1 },
  },
]);
