import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { arenaOf, type Arena } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';
import { PRESS, said } from './press.fixture.ts';

/** Where the planner itself mixes up what it needs with what the client asked for: the stock gateway answers these wrongly. */
describe('a client gets what it asked for under any alias', () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf([...LIBRARY, ...DELIVERY, PRESS])));
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

  describe('an object is asked for, and loses by, what is asked of its type alone', () => {
    const path = (error: { readonly path?: readonly (string | number)[] }) => error.path?.join('.');
    const ask = async (text: string) => {
      said.length = 0;
      arena.calls.length = 0;
      const { data, errors } = await arena.ours(parse(text), {});
      const calls = arena.calls.filter(({ service }) => service === 'press').length;
      return { data, paths: errors.map(path).sort(), said: [...said].sort(), calls };
    };
    const perType = (book: string, film: string) => `{ items { ... on Book { ${book} } ... on Film { ${film} } } }`;
    const items = (book: (n: number) => object, film: (n: number) => object) => ({
      items: [book(1), book(2), book(3), film(1), film(2), book(1)],
    });

    test('where the key is on an object that both types lead to, and a field that fails may be null', async () => {
      expect(await ask(perType('maker { key: says }', 'maker { key: says(loud: true) }'))).toEqual({
        data: items(
          (n) => ({ maker: { key: `${n}` } }),
          () => ({ maker: { key: null } }),
        ),
        paths: ['items.3.maker.key', 'items.4.maker.key'],
        said: ['1', '1!', '2', '2!', '3'],
        calls: 1,
      });
    });

    test('where one that fails may not be null', async () => {
      expect(await ask(perType('maker { key: shouts(loud: true) }', 'maker { key: shouts }'))).toEqual({
        data: items(
          () => ({ maker: null }),
          (n) => ({ maker: { key: `${n}` } }),
        ),
        paths: [0, 1, 2, 5].map((i) => `items.${i}.maker.key`),
        said: ['1', '1!', '2', '2!', '3!'],
        calls: 1,
      });
    });

    test('where the key stands deeper, in lists of both', async () => {
      const friends = perType('maker { friends { key: shouts } }', 'maker { friends { key: shouts(loud: true) } }');
      const { data, paths, said } = await ask(friends);
      expect(data).toEqual(
        items(
          (n) => ({ maker: { friends: [1, 2, 3].filter((id) => id !== n).map((id) => ({ key: `${id}` })) } }),
          () => ({ maker: null }),
        ),
      );
      expect(paths).toEqual([3, 4].flatMap((i) => [0, 1].map((j) => `items.${i}.maker.friends.${j}.key`)));
      expect(said).toEqual(['1', '1!', '2', '2!', '3', '3!']);
    });

    test.each(['says', 'shouts'])('where the key (%s) is on the objects of the types themselves', async (field) => {
      const { data, paths, said } = await ask(perType(`id key: ${field}`, `id key: ${field}(loud: true)`));
      const keyed = items(
        (n) => ({ id: `${n}`, key: `${n}` }),
        (n) => ({ id: `${n + 5}`, key: null }),
      );
      expect(data).toEqual(field === 'says' ? keyed : null); // the items of the list may not be null
      expect(paths).toEqual(['items.3.key', 'items.4.key']);
      expect(said).toEqual(['1', '2', '3', '6!', '7!']);
    });

    test('where one of the types has nothing under a key that is divided elsewhere', async () => {
      const a = perType('maker { id }', 'maker { key: says(loud: true) }').replace('items', 'a: items');
      const b = perType('key: says', 'key: says(loud: true)').replace('items', 'b: items');
      const { paths, said } = await ask(`{ ${a.slice(1, -1)} ${b.slice(1, -1)} }`);
      expect(paths).toEqual(['a.3.maker.key', 'a.4.maker.key', 'b.3.key', 'b.4.key']);
      expect(said).toEqual(['1', '1!', '2', '2!', '3', '6!', '7!']);
    });

    test('in a part that comes later', async () => {
      said.length = 0;
      const document = parse(
        perType('maker { ... @defer { key: shouts } }', 'maker { ... @defer { key: shouts(loud: true) } }'),
      );
      const answer = await arena.graph.executeInParts({ document, caller: ANONYMOUS });
      if (!('later' in answer)) throw new Error('answered whole');
      const parts = [];
      for await (const { incremental } of answer.later) parts.push(...incremental);
      expect(parts.map(({ path, data }) => [path[1], data?.['key']]).sort()).toEqual([
        [0, '1'],
        [1, '2'],
        [2, '3'],
        [3, undefined],
        [4, undefined],
        [5, '1'],
      ]);
      expect(parts.flatMap(({ errors = [] }) => errors.map(path)).sort()).toEqual([
        'items.3.maker.key',
        'items.4.maker.key',
      ]);
      expect(said.sort()).toEqual(['1', '1!', '2', '2!', '3']);
    });

    test('and where every key stands for one field, an object that several places show is asked once for all', async () => {
      const { said, calls } = await ask(perType('maker { key: says }', 'maker { other: shouts }'));
      expect(said).toEqual(['1', '1', '2', '2', '3', '3']);
      expect(calls).toBe(1);
      expect(arena.calls.filter(({ service }) => service === 'press')[0]!.variables).toEqual({
        representations: ['1', '2', '3'].map((id) => ({ __typename: 'Person', id })),
      });
    });
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
