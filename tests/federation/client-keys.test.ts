import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { arenaOf, type Arena } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';

/** Where the planner itself mixes up what it needs with what the client asked for: the stock gateway answers these wrongly. */
describe('a client gets what it asked for under any alias', () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf([...LIBRARY, ...DELIVERY])));
  afterAll(() => arena.graph.stop());
  const data = async (text: string) => (await arena.ours(parse(text), {})).data;

  test('an alias that is the name of a key does not hide the key', async () => {
    expect(await data('{ books(first: 2) { id: title weight } }')).toEqual({
      books: [
        { id: 'Book 1', weight: 10 },
        { id: 'Book 2', weight: 20 },
      ],
    });
    expect(
      await data('{ copies { number: state __typename: number book { id: copies { number } title } } }'),
    ).toMatchObject({
      copies: expect.arrayContaining([
        { number: 'IN', __typename: 1, book: { id: [{ number: 1 }, { number: 2 }], title: 'Book 1' } },
      ]),
    });
  });

  test('an alias that is the name of a required field does not feed the @requires', async () => {
    expect(await data('{ books(first: 1) { size: title pages: id shipping } }')).toEqual({
      books: [{ size: 'Book 1', pages: '1', shipping: 106 }],
    });
  });

  test("a field's own arguments win over those of a @requires on the same field", async () => {
    expect(await data('{ parcels { cost(currency: EUR) insured } }')).toEqual({
      parcels: [{ cost: 1, insured: 'insured for 2' }],
    });
    expect(await data('{ parcels { insured cost(currency: EUR) } }')).toEqual({
      parcels: [{ cost: 1, insured: 'insured for 2' }],
    });
  });

  test('one key that is another field, or has other arguments, on another object type is each what it was asked for', async () => {
    const { data, errors } = await arena.ours(
      parse(`{ search {
        ... on Book { id what: title maker { nick ...Again } }
        ... on Film { id what: minutes maker { nick(loud: true) } }
      } } fragment Again on Person { nick }`),
      {},
    );
    const book = (id: string, nick: string | null) => ({ id, what: `Book ${id}`, maker: { nick } });
    expect(data).toEqual({
      search: [
        book('1', 'nick'),
        book('2', null),
        book('3', 'nick'),
        { id: '6', what: 90, maker: { nick: 'NICK' } },
        { id: '7', what: 91, maker: { nick: null } },
        book('1', 'nick'),
        null,
        {},
      ],
    });
    expect(errors.map(({ path }) => path?.join('.')).sort()).toEqual(['search.1.maker.nick', 'search.4.maker.nick']);
  });

  test('error paths name the aliases of the client', async () => {
    const { errors } = await arena.ours(parse('{ id: books { title: weight } people { id: strictName } }'), {});
    expect(errors.map((error) => error.path)).toContainEqual(['id', 2, 'title']);
    expect(errors.map((error) => error.path)).toContainEqual(['people', 2, 'id']);
  });

  test('random operations answer the same under harmless and under hiding aliases', async () => {
    const names = new Map([
      ['x0', 'id'],
      ['x1', 'title'],
      ['x2', 'pages'],
    ]);
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(7));
    let compared = 0;
    for (let i = 0; i < 150; i++) {
      const { text, document, variables } = generator.next();
      const hiding = parse(text.replace(/\b(x[012]):/g, (_, alias: string) => `${names.get(alias)}:`));
      if (validate(arena.graph.snapshot.apiSchema, hiding).length > 2) continue; // more than the two unused variables
      const expected = withClientKeys((await arena.ours(document, variables)).data, names);
      const actual = (await arena.ours(hiding, variables)).data;
      expect({ text, data: actual }).toEqual({ text, data: expected });
      compared++;
    }
    expect(compared).toBeGreaterThan(30);
  }, 30_000);
});

const link = (names: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])`;
const DELIVERY = [
  {
    name: 'parcels',
    typeDefs: `${link('"@key"')}
      type Parcel @key(fields: "id") { id: ID! cost(currency: Currency): Int }
      enum Currency { EUR USD }
      type Query { parcels: [Parcel!]! }`,
    resolvers: {
      Query: { parcels: () => [{ id: '1' }] },
      Parcel: {
        __resolveReference: (ref: object) => ref,
        cost: (_: unknown, { currency }: { currency: string }) => (currency === 'USD' ? 2 : 1),
      },
    },
  },
  {
    name: 'insurance',
    typeDefs: `${link('"@key", "@external", "@requires"')}
      type Parcel @key(fields: "id") {
        id: ID!
        cost(currency: Currency): Int @external
        insured: String @requires(fields: "cost(currency: USD)")
      }
      enum Currency { EUR USD }`,
    resolvers: {
      Parcel: {
        __resolveReference: (ref: object) => ref,
        insured: (parcel: { cost?: number }) => `insured for ${parcel.cost}`,
      },
    },
  },
];

/** The tree with other names for some of its keys. */
function withClientKeys(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withClientKeys(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, below]) => [names.get(key) ?? key, withClientKeys(below, names)]),
  );
}
