import type { SubgraphSource } from '../federation/arena.ts';
import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;

/** A subgraph of federation 1: no @link, everything is imported, `extend type` is what belongs to somebody else. */
const first = (name: string, typeDefs: string, resolvers: object): SubgraphSource => ({ name, typeDefs, resolvers });

const owner = first(
  'owner',
  `type Query { users: [User!] }
   type User @key(fields: "id") @key(fields: "mail") { id: ID! mail: String! name: String address: Address }
   type Address { city: String zip: String }`,
  {
    Query: { users: () => [person('1'), person('2')] },
    User: { __resolveReference: (ref: { id?: string; mail?: string }) => person(ref.id ?? ref.mail![1]!) },
  },
);
function person(id: string) {
  return { id, mail: `m${id}@example.org`, name: `Name ${id}`, address: { city: `City ${id}`, zip: `Z${id}` } };
}
const extending = first(
  'extending',
  `extend type Query { guest: User }
   extend type User @key(fields: "id") {
     id: ID! @external
     name: String @external
     address: Address @external
     greeting: String @requires(fields: "name address { city }")
     friends: [User] @provides(fields: "name")
   }
   extend type Address { city: String @external }`,
  {
    Query: { guest: () => ({ id: '2' }) },
    User: {
      __resolveReference: refer,
      greeting: (ref: { name: string; address: { city: string } }) => `${ref.name} of ${ref.address.city}`,
      friends: ({ id }: { id: string }) => (id === '1' ? [{ id: '2', name: 'provided name' }, null] : []),
    },
  },
);
const byMail = first('by-mail', `type User @extends @key(fields: "mail") { mail: String! @external unread: Int }`, {
  User: { __resolveReference: refer, unread: ({ mail }: { mail: string }) => mail.length },
});

audit(
  'types that federation 1 extends',
  [owner, extending, byMail],
  [
    {
      that: 'are one type, under all their keys',
      query: '{ users { id name greeting unread address { city zip } } }',
      data: {
        users: ['1', '2'].map((id) => ({
          id,
          name: `Name ${id}`,
          greeting: `Name ${id} of City ${id}`,
          unread: 14,
          address: { city: `City ${id}`, zip: `Z${id}` },
        })),
      },
    },
    {
      that: 'can be reached from the extending side, over a key that it does not have',
      query: '{ guest { id unread mail greeting } }',
      data: { guest: { id: '2', unread: 14, mail: 'm2@example.org', greeting: 'Name 2 of City 2' } },
    },
    {
      that: 'keep what is provided on its path',
      query: '{ users { friends { name mail } } }',
      data: { users: [{ friends: [{ name: 'provided name', mail: 'm2@example.org' }, null] }, { friends: [] }] },
    },
  ],
);

const second = subgraph(
  'second',
  'key external extends requires',
  `extend type User @key(fields: "id") { id: ID! name: String @external initial: String @requires(fields: "name") }`,
  { User: { __resolveReference: refer, initial: ({ name }: { name: string }) => name[5] } },
);

audit(
  'types of both federations',
  [owner, second, byMail],
  [
    {
      that: 'are one type',
      query: '{ users { initial unread } }',
      data: {
        users: [
          { initial: '1', unread: 14 },
          { initial: '2', unread: 14 },
        ],
      },
      calls: { owner: 1, second: 1, 'by-mail': 1 },
    },
  ],
);
