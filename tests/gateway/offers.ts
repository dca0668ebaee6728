import { subgraph } from './audit.ts';

const refer = (ref: object) => ref;

/** What is asked for things elsewhere: some of it by what others know of them. */
export const offers = subgraph(
  'offers',
  'key external requires',
  `type Thing @key(fields: "id") @key(fields: "code") {
     id: ID! code: ID! weight: Int @external price: Int tax: Int postage: Int @requires(fields: "weight") maker: Maker
   }
   type Maker @key(fields: "id") { id: ID! }`,
  {
    Thing: {
      __resolveReference: refer,
      code: ({ id }: { id: string }) => `c${id}`,
      price: () => 7,
      tax: () => 1,
      postage: ({ weight }: { weight: number }) => weight * 2,
      maker: () => ({ id: 'm' }),
    },
  },
);

let counted = 0;
/** Finds things by a key that offers alone knows. */
export const ranks = subgraph(
  'ranks',
  'key',
  `type Query { best: Int worst: Int }
   type Mutation { up: Int down: Int }
   type Thing @key(fields: "code") { code: ID! rank: String place: Int }
   type Maker @key(fields: "id") { id: ID! name: String age: Int }`,
  {
    Query: { best: () => 1, worst: () => 9 },
    Mutation: { up: () => ++counted, down: () => --counted },
    Thing: { __resolveReference: refer, rank: ({ code }: { code: string }) => `of ${code}`, place: () => 3 },
    Maker: { __resolveReference: refer, name: () => 'M', age: () => 40 },
  },
);
