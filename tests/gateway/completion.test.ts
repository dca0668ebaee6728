import { audit, subgraph } from './audit.ts';

/** A subgraph whose data does not keep its own promises: its answers are written by hand, as no GraphQL server would give them. */
const liar = subgraph(
  'liar',
  'key',
  `type Query { good: Thing bad: Thing things: [Thing!] strict: [Thing!]! other: Other }
   type Thing @key(fields: "id") { id: ID! name: String! size: Int colour: Colour shape: Shape tags: [String!] }
   enum Colour { RED BLUE }
   interface Shape { sides: Int! }
   type Square implements Shape { sides: Int! }
   type Other @key(fields: "id") { id: ID! }`,
  {},
);
const honest = subgraph('honest', 'key', `type Other @key(fields: "id") { id: ID! note: String! }`, {
  Other: {
    __resolveReference: (ref: object) => ref,
    note: () => {
      throw new Error('no note');
    },
  },
});
const FIT = { code: 'RESPONSE_VALIDATION_FAILED' };
const answers = (data: object) => ({
  ...liar,
  answer: () => ({ data: structuredClone(data) as Record<string, unknown> }),
});

audit(
  'data that does not fit the schema',
  [answers({ good: { id: '1', name: null, size: 3 }, mine: { id: '1', called: null } }), honest],
  [
    {
      that: 'null where none may be: the object is null, and the error says where',
      query: '{ good { id name size } }',
      data: { good: null },
      errors: [{ ...FIT, path: ['good', 'name'], message: 'Cannot return null for non-nullable field Thing.name.' }],
    },
    {
      that: 'under an alias, the path says the alias',
      query: '{ mine: good { id called: name } }',
      data: { mine: null },
      errors: [{ ...FIT, path: ['mine', 'called'] }],
    },
  ],
);

audit(
  'values of another type',
  [
    answers({
      bad: { id: '1', name: 'n', size: 'three', colour: 'GREEN', shape: { __typename: 'Cube', sides: 6 }, tags: 'x' },
    }),
    honest,
  ],
  [
    {
      that: 'are null, each with its own error, and the rest stands',
      query: '{ bad { id name size colour tags shape { sides } } }',
      data: { bad: { id: '1', name: 'n', size: null, colour: null, tags: null, shape: null } },
      errors: [
        { ...FIT, path: ['bad', 'size'] },
        { ...FIT, path: ['bad', 'colour'] },
        { ...FIT, path: ['bad', 'tags'] },
        { ...FIT, path: ['bad', 'shape'] },
      ],
    },
  ],
);

audit(
  'a list',
  [answers({ things: [{ id: '1', name: 'a' }, { id: '2' }], strict: [null] }), honest],
  [
    {
      that: 'of what may not be null is null as a whole, with the element in the path',
      query: '{ things { id name } }',
      data: { things: null },
      errors: [{ ...FIT, path: ['things', 1, 'name'] }],
    },
    {
      that: 'that may not be null itself takes all data with it',
      query: '{ strict { id } }',
      data: null,
      errors: [{ ...FIT, path: ['strict', 0] }],
    },
  ],
);

audit(
  'a null that an error explains',
  [answers({ other: { __typename: 'Other', id: '7' } }), honest],
  [
    {
      that: 'is told once, by the error',
      query: '{ other { id note } }',
      data: { other: null },
      errors: [{ path: ['other', 'note'], message: 'no note' }],
    },
  ],
);

const weighing = subgraph(
  'weighing',
  'key external requires',
  `type Parcel @key(fields: "id") { id: ID! weight: Int @external maker: Maker @external postage: String @requires(fields: "weight") origin: String @requires(fields: "maker { town }") note: String }
   type Maker @key(fields: "id", resolvable: false) { id: ID! town: String @external }`,
  {
    Parcel: {
      __resolveReference: (ref: object) => ref,
      postage: ({ weight }: { weight: unknown }) => JSON.stringify(weight),
      origin: ({ maker }: { maker: unknown }) => JSON.stringify(maker),
      note: () => 'noted',
    },
  },
);
const makers = subgraph('makers', 'key', `type Maker @key(fields: "id") { id: ID! town: String }`, {
  Maker: {
    __resolveReference: async ({ id }: { id: string }) => {
      if (id === 'broken') throw new Error('no such luck');
      return id === 'gone' ? null : { id, town: id === 'nowhere' ? null : 'Bern' };
    },
  },
});
const parcel = (id: string, rest: object) => ({ __typename: 'Parcel', id, ...rest });
const parcels = {
  ...subgraph(
    'parcels',
    'key',
    `type Query { parcels: [Parcel!]! } type Parcel @key(fields: "id") { id: ID! weight: Int maker: Maker } type Maker @key(fields: "id", resolvable: false) { id: ID! }`,
    {},
  ),
  answer: () => ({
    data: {
      parcels: [
        parcel('1', { weight: 5, maker: { __typename: 'Maker', id: 'm' } }),
        parcel('2', { weight: null, maker: { __typename: 'Maker', id: 'nowhere' } }),
        parcel('3', { maker: null }), // no word of its weight
        parcel('4', { weight: 1, maker: { __typename: 'Maker', id: 'gone' } }),
        parcel('5', { weight: 1, maker: { __typename: 'Maker', id: 'broken' } }),
      ],
    },
  }),
};

audit(
  'an input that never came is no null',
  [parcels, weighing, makers],
  [
    {
      that: 'a null is given on, a value that was left out is an error and asks nobody',
      query: '{ parcels { postage } }',
      data: { parcels: [{ postage: '5' }, { postage: 'null' }, { postage: null }, { postage: '1' }, { postage: '1' }] },
      errors: [{ code: 'INPUT_MISSING', path: ['parcels', 2] }],
    },
    {
      that: 'what an unknown object or a failure leaves out below asks nobody, and only the failure is told',
      query: '{ parcels { origin } }',
      data: {
        parcels: [
          { origin: '{"town":"Bern"}' },
          { origin: '{"town":null}' },
          { origin: 'null' },
          { origin: null },
          { origin: null },
        ],
      },
      errors: [{ message: 'no such luck', path: ['parcels', 4, 'maker'] }],
    },
  ],
);
