import { audit, subgraph } from './audit.ts';

const refer = (ref: object) => ref;
const never = (): never => {
  throw new Error('what is provided was fetched');
};

const library = subgraph(
  'library',
  'key external provides shareable',
  `type Query {
     loans: [Loan!]! @provides(fields: "book { title author { name } }")
     latest: Item @provides(fields: "... on Book { title } ... on Film { title }")
     any: Media @provides(fields: "... on Book { title }")
     plain: [Book!]!
   }
   type Loan { day: String! book: Book }
   type Book implements Media @key(fields: "id") { id: ID! title: String! @external author: Author @external }
   type Film implements Media @key(fields: "id") { id: ID! title: String! @external }
   interface Media { id: ID! }
   type Author @key(fields: "id") { id: ID! name: String @external }
   union Item = Book | Film`,
  {
    Query: {
      loans: () => [
        { day: 'Monday', book: { id: 'b1', title: 'provided b1', author: { id: 'a1', name: 'provided a1' } } },
        { day: 'Tuesday', book: null },
      ],
      latest: () => ({ __typename: 'Film', id: 'f1', title: 'provided f1' }),
      any: () => ({ __typename: 'Book', id: 'b2', title: 'provided b2' }),
      plain: () => [{ id: 'b1', title: 'not to be asked' }],
    },
    Book: { __resolveReference: refer },
    Film: { __resolveReference: refer },
  },
);
const owner = subgraph(
  'owner',
  'key shareable',
  `type Query { books: [Book!]! }
   type Book @key(fields: "id") { id: ID! title: String! @shareable author: Author @shareable pages: Int }
   type Film @key(fields: "id") { id: ID! title: String! @shareable minutes: Int }
   type Author @key(fields: "id") { id: ID! name: String @shareable born: Int }`,
  {
    Query: { books: () => [{ id: 'b1' }] },
    Book: {
      __resolveReference: refer,
      title: ({ id }: { id: string }) => `owned ${id}`,
      author: ({ id }: { id: string }) => ({ id: id.replace('b', 'a') }),
      pages: () => 100,
    },
    Film: { __resolveReference: refer, title: never, minutes: () => 90 },
    Author: { __resolveReference: refer, name: ({ id }: { id: string }) => `owned ${id}`, born: () => 1900 },
  },
);

audit(
  '@provides',
  [library, owner],
  [
    {
      that: 'spares the owner a question, two objects deep',
      query: '{ loans { day book { title author { name } } } }',
      data: {
        loans: [
          { day: 'Monday', book: { title: 'provided b1', author: { name: 'provided a1' } } },
          { day: 'Tuesday', book: null },
        ],
      },
      calls: { library: 1, owner: 0 },
    },
    {
      that: 'leaves the owner what is not provided',
      query: '{ loans { book { title pages author { born name } } } }',
      data: {
        loans: [
          { book: { title: 'provided b1', pages: 100, author: { born: 1900, name: 'provided a1' } } },
          { book: null },
        ],
      },
      calls: { library: 1, owner: 1 },
    },
    {
      that: 'holds on its path only',
      query: '{ plain { title } }',
      data: { plain: [{ title: 'owned b1' }] },
    },
    {
      that: 'holds for the members of a union',
      query: '{ latest { ... on Film { title } ... on Book { title pages } } }',
      data: { latest: { title: 'provided f1' } },
      calls: { owner: 0 },
    },
    {
      that: 'holds for one type of an interface',
      query: '{ any { id ... on Book { title } ... on Film { title minutes } } }',
      data: { any: { id: 'b2', title: 'provided b2' } },
      calls: { owner: 0 },
    },
  ],
);
