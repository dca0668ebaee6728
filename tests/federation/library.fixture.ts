import type { SubgraphSource } from './arena.ts';
import { failLater, link } from './fixture-parts.ts';
import { ratings } from './ratings.fixture.ts';

/**
 * Four small subgraphs that use what composition allows: interfaces (also as an @interfaceObject), unions, lists of lists, nested and
 * several keys, @requires, @provides, shared value types, enums, arguments, nulls, and errors in fields and in entities.
 */

/** Thrown at once, as a resolver does: inside `__resolveReference` it takes the whole list of entities with it. */
const fail = (message: string) => {
  throw new Error(message);
};

interface Book {
  id: string;
  title: string;
  makerId: string | null;
  pages: number | null;
}
const books: Book[] = ['1', '2', '3', '4', '5'].map((id, i) => ({
  id,
  title: `Book ${id}`,
  makerId: i === 3 ? null : String((i % 3) + 1),
  pages: i === 2 ? null : 100 + i,
}));
const films = ['6', '7'].map((id, i) => ({ id, title: `Film ${id}`, makerId: String(i + 1), minutes: 90 + i }));
const bookType = (book: Book | undefined) => book && { __typename: 'Book', ...book };
const filmType = (film: (typeof films)[number] | undefined) => film && { __typename: 'Film', ...film };
const items = () => [...books.slice(0, 3).map(bookType), ...films.map(filmType), bookType(books[0])];
const itemOf = (id: string) =>
  bookType(books.find((book) => book.id === id)) ?? filmType(films.find((film) => film.id === id));
const maker = (item: { makerId: string | null }) =>
  item.makerId === null ? null : { __typename: 'Person', id: item.makerId };
const size = (item: { id: string }) => ({ width: Number(item.id) * 2, height: Number(item.id) * 3, unit: 'cm' });

const catalog: SubgraphSource = {
  name: 'catalog',
  typeDefs: `${link('key shareable')}
    enum Kind { BOOK FILM }
    enum Currency { EUR USD }
    scalar Json
    type Size @shareable { width: Int height: Int unit: String }
    type Isbn @shareable { group: String! number: Int! }
    interface Item @key(fields: "id") { id: ID! title: String! kind: Kind! maker: Person price(currency: Currency = EUR): Float size: Size }
    type Book implements Item @key(fields: "id") @key(fields: "isbn { group number }") {
      id: ID! isbn: Isbn! title: String! @shareable kind: Kind! maker: Person price(currency: Currency = EUR): Float size: Size @shareable
      pages: Int tags: [String!]! grid: [[Int]] related: [Item]! broken: String brokenNever: String! meta: Json
    }
    type Film implements Item @key(fields: "id") {
      id: ID! title: String! kind: Kind! maker: Person price(currency: Currency = EUR): Float size: Size minutes: Int! poster(width: Int! = 10, tint: [Tint!]): String
    }
    input Tint { red: Int! = 1 blue: Int name: String }
    type Person @key(fields: "id") { id: ID! made: [Item!]! }
    union Found = Book | Film | Person
    type Shelf { top: Book books: [Book] best: Found }
    type Query {
      books(first: Int = 3): [Book!]! book(id: ID!): Book items: [Item!]! item(id: ID!): Item
      search(text: String, kind: Kind): [Found]! shelf: Shelf alwaysBroken: Book
    }
    type Mutation { rename(id: ID!, title: String!): Book  failToRename: Book }
    type Subscription { bookChanged(id: ID): Book itemChanged: Item }
  `,
  resolvers: {
    Query: {
      books: (_: unknown, { first }: { first: number }) => books.slice(0, first),
      book: (_: unknown, { id }: { id: string }) => books.find((book) => book.id === id),
      items,
      item: (_: unknown, { id }: { id: string }) => itemOf(id),
      search: (_: unknown, { kind }: { kind?: string }) =>
        [...items(), null, { __typename: 'Person', id: '2' }].filter(
          (x) => !kind || !x || x.__typename.toUpperCase() === kind,
        ),
      shelf: () => ({ top: books[1], books: [books[0], null, books[2]], best: filmType(films[0]) }),
      alwaysBroken: () => fail('never works'),
    },
    Mutation: {
      rename: (_: unknown, { id, title }: { id: string; title: string }) => {
        const book = books.find((each) => each.id === id);
        return book && { ...book, title };
      },
      failToRename: () => fail('cannot rename'),
    },
    Subscription: {
      bookChanged: {
        subscribe: async function* (_: unknown, { id }: { id?: string }) {
          for (const book of books) if (!id || book.id === id) yield { bookChanged: book };
        },
      },
      itemChanged: {
        subscribe: async function* () {
          for (const item of items()) yield { itemChanged: item };
        },
      },
    },
    Item: {
      __resolveReference: ({ id }: { id: string }) => itemOf(id),
      __resolveType: (item: { __typename: string }) => item.__typename,
    },
    Found: { __resolveType: (item: { __typename: string }) => item.__typename },
    Book: {
      __resolveReference: (ref: { id?: string; isbn?: { number: number } }) =>
        books.find((book) => book.id === (ref.id ?? String(ref.isbn?.number))),
      isbn: (book: Book) => ({ group: 'g', number: Number(book.id) }),
      kind: () => 'BOOK',
      maker,
      size,
      price: (book: Book, { currency }: { currency: string }) => Number(book.id) * (currency === 'EUR' ? 1 : 1.5),
      tags: (book: Book) => [book.title, 'paper'],
      grid: (book: Book) => [[1, null], null, [Number(book.id)]],
      related: (book: Book) => [filmType(films[0]), null, bookType(books[Number(book.id) % 3])],
      broken: (book: Book) => (book.id === '2' ? fail('page torn') : 'fine'),
      brokenNever: (book: Book) => (book.id === '2' ? fail('cover torn') : 'fine'),
      meta: (book: Book) => ({ id: book.id, nested: { list: [1, { a: null }] } }),
    },
    Film: {
      __resolveReference: ({ id }: { id: string }) => filmType(films.find((film) => film.id === id)),
      kind: () => 'FILM',
      maker,
      size,
      price: () => null,
      poster: (film: { id: string }, args: object) => `${film.id} ${JSON.stringify(args)}`,
    },
    Person: { made: (person: { id: string }) => items().filter((item) => item?.makerId === person.id) },
  },
};

const names: Record<string, string | null> = { '1': 'Ada', '2': 'Bob', '3': null };
const people: SubgraphSource = {
  name: 'people',
  typeDefs: `${link('key shareable')}
    type Size @shareable { width: Int height: Int unit: String }
    type Address @shareable { street: String city: City! }
    type City @shareable { name: String! }
    type Person @key(fields: "id") {
      id: ID! name: String strictName: String! nick(loud: Boolean! = false): String constructor: String toString: String
      friends: [Person!]! address: Address @shareable favourite: Book desk: Size
    }
    type Book @key(fields: "id", resolvable: false) { id: ID! }
    type Query { people: [Person!]! person(id: ID!): Person nobody: Person }
    type Mutation { greet(id: ID!): Person }
    type Subscription { personChanged: Person }
  `,
  resolvers: {
    Query: {
      people: () => ['1', '2', '3'].map((id) => ({ id })),
      person: (_: unknown, { id }: { id: string }) => (id in names ? { id } : null),
    },
    Mutation: { greet: (_: unknown, { id }: { id: string }) => ({ id }) },
    Subscription: {
      personChanged: {
        subscribe: async function* () {
          for (const id of ['1', '2']) yield { personChanged: { id } };
        },
      },
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) =>
        id === '9' ? failLater('lost person') : id === '8' ? fail('lost all') : { id },
      name: ({ id }: { id: string }) => names[id],
      strictName: ({ id }: { id: string }) => names[id],
      nick: ({ id }: { id: string }, { loud }: { loud: boolean }) =>
        id === '2' ? fail('no nick') : loud ? 'NICK' : 'nick',
      constructor: () => 'built',
      toString: () => 'text',
      friends: ({ id }: { id: string }) =>
        ['1', '2', '3'].filter((other) => other !== id).map((other) => ({ id: other })),
      address: ({ id }: { id: string }) => (id === '3' ? null : { street: `street ${id}`, city: { name: 'Delft' } }),
      favourite: ({ id }: { id: string }) => ({ id: id === '3' ? 'nope' : id }),
      desk: () => ({ width: 1, height: 2, unit: 'm' }),
    },
  },
};

const stock: SubgraphSource = {
  name: 'stock',
  typeDefs: `${link('key shareable external requires provides')}
    type Size @shareable { width: Int height: Int unit: String }
    type Book @key(fields: "id") {
      id: ID! title: String! @external size: Size @external pages: Int @external
      weight: Int shipping(express: Boolean = false): Float @requires(fields: "size { width height } pages") copies: [Copy!]!
    }
    type Film @key(fields: "id") { id: ID! copies: [Copy!]! }
    type Copy @key(fields: "number book { id }") { number: Int! book: Book! @provides(fields: "title") borrower: Person state: State! }
    enum State { IN OUT }
    type Person @key(fields: "id") { id: ID! address: Address @shareable loans(state: State): [Copy!]! }
    type Address @shareable { street: String city: City! }
    type City @shareable { name: String! }
    type Query { copies: [Copy!]! copy(number: Int!): Copy }
  `,
  resolvers: {
    Query: {
      copies: () => [1, 2, 3, 4].map(copy),
      copy: (_: unknown, { number }: { number: number }) => (number < 9 ? copy(number) : null),
    },
    Book: {
      __resolveReference: (ref: { id: string }) =>
        ref.id === '5' ? failLater('book 5 burnt') : ref.id === 'nope' ? null : ref,
      weight: ({ id }: { id: string }) => (id === '3' ? fail('scale broke') : 10 * Number(id)),
      shipping: (
        book: { size?: { width: number; height: number } | null; pages?: number | null },
        { express }: { express: boolean },
      ) => (book.size ? book.size.width * book.size.height : -1) + (book.pages ?? -1000) + (express ? 0.5 : 0),
      copies: ({ id }: { id: string }) => [1, 2].map((i) => ({ ...copy(i), book: { id, title: `Book ${id}` } })),
    },
    Film: { __resolveReference: (ref: object) => ref, copies: () => [] },
    Copy: { __resolveReference: ({ number }: { number: number }) => copy(number) },
    Person: {
      __resolveReference: (ref: object) => ref,
      address: ({ id }: { id: string }) => (id === '3' ? null : { street: `street ${id}`, city: { name: 'Delft' } }),
      loans: ({ id }: { id: string }, { state }: { state?: string }) =>
        [1, 2, 3].map(copy).filter((c) => c.borrower?.id === id && (!state || c.state === state)),
    },
  },
};
function copy(number: number) {
  const id = String(((number - 1) % 3) + 1);
  return {
    number,
    book: { id, title: `Book ${id}` },
    borrower: number === 3 ? null : { id: number === 4 ? '9' : number === 5 ? '8' : '1' },
    state: number % 2 ? 'IN' : 'OUT',
  };
}

export const LIBRARY: readonly SubgraphSource[] = [catalog, people, stock, ratings];
