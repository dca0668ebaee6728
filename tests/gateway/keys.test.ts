import { audit, subgraph } from './audit.ts';
import { mashed, plots, SIGN } from './plots.ts';

const refer = (ref: object) => ref;

/** One entity under four keys, of which each subgraph resolves other ones. */
const seats = [
  { id: 's1', code: 'A-1', place: { row: 'A', number: 1, hall: 'north' } },
  { id: 's2', code: 'B-7', place: { row: 'B', number: 7, hall: 'south' } },
];
const hall = subgraph(
  'hall',
  'key shareable',
  `type Query { seats: [Seat!]! }
   type Seat @key(fields: "id") @key(fields: "code", resolvable: false) @key(fields: "place { row number }", resolvable: false)
     @key(fields: "id place { number hall }", resolvable: false) {
     id: ID! code: String! place: Place! view: String!
   }
   type Place { row: String! @shareable number: Int! @shareable hall: String! @shareable }`,
  {
    Query: { seats: () => seats },
    Seat: {
      __resolveReference: ({ id }: { id: string }) => seats.find((seat) => seat.id === id),
      view: ({ id }: { id: string }) => `view of ${id}`,
    },
  },
);
const tickets = subgraph(
  'tickets',
  'key external requires shareable',
  `type Query { ticket: Ticket! }
   type Ticket @key(fields: "number") { number: ID! seats: [Seat!]! }
   type Seat @key(fields: "place { row number }", resolvable: false) @key(fields: "id place { number hall }")
     @key(fields: "code", resolvable: false) @key(fields: "id", resolvable: false) {
     id: ID! code: String! place: Place! view: String! @external label: String! @requires(fields: "view")
   }
   type Place { row: String! @shareable number: Int! @shareable hall: String! @shareable }`,
  {
    Query: { ticket: () => ({ number: 't1', seats: [seats[1], seats[0]] }) },
    Seat: { __resolveReference: refer, label: ({ view }: { view: string }) => `label of ${view}` },
  },
);

audit(
  'an entity under many keys, whole and in parts, resolvable here and not there',
  [hall, tickets],
  [
    {
      that: 'is found by the key that each subgraph resolves',
      query: '{ ticket { number seats { id view label } } }',
      data: {
        ticket: {
          number: 't1',
          seats: [
            { id: 's2', view: 'view of s2', label: 'label of view of s2' },
            { id: 's1', view: 'view of s1', label: 'label of view of s1' },
          ],
        },
      },
    },
    {
      that: 'from the side that knows the whole composite key',
      query: '{ seats { label place { row number hall } code } }',
      data: {
        seats: seats.map(({ id, code, place }) => ({ label: `label of view of ${id}`, place, code })),
      },
    },
  ],
);

const orders = subgraph(
  'orders',
  'key shareable',
  `type Query { orders: [Order]! }
   type Order @key(fields: "number customer { id region { code } }") { number: Int! customer: Customer! lines: [Line!]! }
   type Customer @key(fields: "id") { id: ID! region: Region @shareable }
   type Region @key(fields: "code") { code: String! }
   type Line { amount: Int! order: Order! }`,
  {
    Query: { orders: () => [order(1), null, order(2)] },
    Customer: { __resolveReference: ({ id }: { id: string }) => ({ id, region: { code: `r-${id}` } }) },
    Region: { __resolveReference: refer },
  },
);
function order(number: number): object {
  const customer = { id: `c${number}`, region: { code: `r-c${number}` } };
  return { number, customer, lines: [{ amount: number * 10, order: { number, customer } }] };
}
const customers = subgraph(
  'customers',
  'key shareable',
  `type Query { customer(id: ID!): Customer }
   type Customer @key(fields: "id") { id: ID! name: String friend: Customer region: Region @shareable }
   type Order @key(fields: "number customer { id region { code } }") { number: Int! customer: Customer! paid: Boolean note: String }
   type Region @key(fields: "code") { code: String! }`,
  {
    Query: { customer: (_: unknown, { id }: { id: string }) => ({ id, region: { code: `r-${id}` } }) },
    Customer: {
      __resolveReference: ({ id }: { id: string }) => ({ id, region: { code: `r-${id}` } }),
      name: ({ id }: { id: string }) => `Customer ${id}`,
      friend: () => ({ id: 'c1', region: { code: 'r-c1' } }),
    },
    Order: {
      __resolveReference: refer,
      paid: ({ number }: { number: number }) => number === 1,
      note: (ref: { number: number; customer: { id: string; region: { code: string } } }) =>
        `${ref.number} ${ref.customer.id} ${ref.customer.region.code}`,
    },
    Region: { __resolveReference: refer },
  },
);

audit(
  'a compound key with objects in objects',
  [orders, customers],
  [
    {
      that: 'is sent whole, also from below and for repeated entities once',
      query: '{ orders { number paid note lines { amount order { note } } customer { name friend { name } } } }',
      data: {
        orders: [
          {
            number: 1,
            paid: true,
            note: '1 c1 r-c1',
            lines: [{ amount: 10, order: { note: '1 c1 r-c1' } }],
            customer: { name: 'Customer c1', friend: { name: 'Customer c1' } },
          },
          null,
          {
            number: 2,
            paid: false,
            note: '2 c2 r-c2',
            lines: [{ amount: 20, order: { note: '2 c2 r-c2' } }],
            customer: { name: 'Customer c2', friend: { name: 'Customer c1' } },
          },
        ],
      },
    },
  ],
);

/** The middle of a chain of keys does not know some of them: nothing may be asked with a null. */
const links = [
  subgraph('first', 'key', `type Query { rings: [Ring!]! } type Ring @key(fields: "id") { id: ID! }`, {
    Query: { rings: () => ['1', '2', '3'].map((id) => ({ id })) },
    Ring: { __resolveReference: refer },
  }),
  subgraph('second', 'key', `type Ring @key(fields: "id") @key(fields: "mark") { id: ID! mark: String }`, {
    Ring: {
      __resolveReference: ({ id }: { id: string }) => (id === '2' ? null : { id, mark: id === '3' ? null : `m${id}` }),
    },
  }),
  subgraph('third', 'key', `type Ring @key(fields: "mark") { mark: String worth: Int shine: String! }`, {
    Ring: {
      __resolveReference: (ref: { mark: string | null }) => {
        if (ref.mark === null) throw new Error('asked with a null key');
        return ref;
      },
      worth: () => 7,
      shine: () => 'bright',
    },
  }),
];

audit('a key that is null', links, [
  {
    that: 'or whose entity is gone leaves null, without an error and without a question',
    query: '{ rings { id mark worth } }',
    data: {
      rings: [
        { id: '1', mark: 'm1', worth: 7 },
        { id: '2', mark: null, worth: null },
        { id: '3', mark: null, worth: null },
      ],
    },
  },
]);

audit('a mash-up of keys', mashed, [
  {
    that: 'leads back to the subgraph that has the list and not the input',
    query: '{ garden { plots { id owner sign } } }',
    data: {
      garden: {
        plots: [1, 0, 1].map((i) => ({ id: plots[i]!.id, owner: plots[i]!.owner, sign: SIGN[i] })),
      },
    },
    calls: { garden: 2, plots: 1 },
  },
  {
    that: 'is gone through from key to key, from whichever side',
    query: '{ baskets { plot { label shape } } plots { label } garden { plots { shape label } } }',
    data: {
      baskets: [{ plot: { label: `n2: ${SIGN[1]}`, shape: 'shape of p2' } }],
      plots: [{ label: `n1: ${SIGN[0]}` }, { label: `n2: ${SIGN[1]}` }],
      garden: {
        plots: [1, 0, 1].map((i) => ({ shape: `shape of p${i + 1}`, label: `n${i + 1}: ${SIGN[i]}` })),
      },
    },
  },
  {
    that: 'takes what is shared of a key from where it is whole',
    query: '{ baskets { plot { area { row map } } } }',
    data: { baskets: [{ plot: { area: { row: 'r2', map: 'm2' } } }] },
    calls: { garden: 0, map: 0 },
  },
]);
