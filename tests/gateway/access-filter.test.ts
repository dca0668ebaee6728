import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate, type OperationDefinitionNode } from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { decideAccess, type AccessMode, type Granted } from '#gateway/access/decide';
import { DoorAccess } from '#gateway/access/door-access';
import { arenaOf, compose, type Arena } from '../federation/arena.ts';
import { subgraph } from './audit.ts';

const SIGNED_IN: Caller = { ...ANONYMOUS, kind: 'user', userId: 'u', sessionId: 's' };
const refer = (ref: object) => ref;

const shop = subgraph(
  'shop',
  'key authenticated requiresScopes policy shareable',
  `type Query {
     open: String
     me: Person @authenticated
     items: [Item!]!
     item: Item
     found: [Found]
     must: Box!
     secret(of: ID!): String @policy(policies: [["mine"]])
   }
   type Mutation { pay: Box secretly: String @authenticated }
   type Subscription { sold: Book hushed: String @authenticated }
   type Person @key(fields: "id") { id: ID! }
   interface Item { id: ID! title: String price: Int! }
   type Book implements Item @key(fields: "id") { id: ID! title: String price: Int! author: Person }
   type Film implements Item { id: ID! title: String @authenticated price: Int! }
   type Game implements Item @requiresScopes(scopes: [["play"]]) { id: ID! title: String price: Int! level: Int }
   union Found = Book | Game
   type Box { id: ID! inner: Inner! maybe: Inner }
   type Inner { plain: Int code: Code! }
   scalar Code @authenticated`,
  {
    Query: {
      open: () => 'open',
      me: () => ({ id: 'p1' }),
      items: () => [
        { __typename: 'Book', id: 'b1', title: 'Book', price: 1, author: { id: 'p1' } },
        { __typename: 'Film', id: 'f1', title: 'Film', price: 2 },
      ],
      item: () => ({ __typename: 'Game', id: 'g1', title: 'Game', price: 3, level: 9 }),
      found: () => [
        { __typename: 'Book', id: 'b1', title: 'Book' },
        { __typename: 'Game', id: 'g1', title: 'Game', level: 9 },
        null,
      ],
      must: () => ({ id: 'x', inner: { plain: 1, code: 'c' }, maybe: { plain: 2, code: 'd' } }),
      secret: (_: unknown, { of }: { of: string }) => `secret of ${of}`,
    },
    Book: { __resolveReference: refer },
    Person: { __resolveReference: refer },
  },
);
const people = subgraph(
  'people',
  'key authenticated',
  `type Person @key(fields: "id") { id: ID! name: String mail: String @authenticated }
   type Book @key(fields: "id") { id: ID! notes: String @authenticated }`,
  {
    Person: { __resolveReference: refer, name: () => 'Ada', mail: () => 'ada@example.org' },
    Book: { __resolveReference: refer, notes: () => 'noted' },
  },
);

let arena: Arena;
let access: DoorAccess;
beforeAll(async () => {
  arena = await arenaOf([shop, people], true);
  access = new DoorAccess(arena.sdl, { mine: (caller, { of }) => of === caller.userId });
});
afterAll(() => arena.graph.stop());

interface Told {
  readonly data?: unknown;
  /** `CODE path.to.field` */
  readonly errors: readonly string[];
  /** Whom it took, and what they were asked. */
  readonly asked: string;
}

async function decide(text: string, caller: Caller, variables = {}, mode: AccessMode = 'filter') {
  const document = parse(text);
  expect(validate(arena.graph.snapshot.apiSchema, document).map(String)).toEqual([]);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return decideAccess(access, mode, [document, operation, variables], caller);
}

async function ask(text: string, caller: Caller, variables = {}, mode: AccessMode = 'filter'): Promise<Told> {
  const granted = await decide(text, caller, variables, mode);
  arena.calls.length = 0;
  if (isRefusal(granted)) return { errors: granted.map(said), asked: '' };
  const result = await arena.graph.execute({ document: granted.document, variables, caller });
  const { data, errors = [] } = granted.complete(result);
  const asked = arena.calls.map(({ service, query }) => `${service} ${query}`).join('\n');
  return { data: JSON.parse(JSON.stringify(data)), errors: errors.map(said), asked };
}

const isRefusal = (granted: unknown): granted is readonly Parameters<typeof said>[0][] => Array.isArray(granted);
const said = ({ path = [], extensions }: { path?: readonly unknown[]; extensions: Record<string, unknown> }) =>
  `${String(extensions['code'])} ${path.join('.')}`;

describe('an operation with denied fields, filtered', () => {
  test('gives the rest, null for what is denied, and says so; nobody is asked for it', async () => {
    const { data, errors, asked } = await ask(
      '{ open me { id name } items { ... on Book { id author { name mail } notes } } }',
      ANONYMOUS,
    );
    expect(data).toEqual({
      open: 'open',
      me: null,
      items: [{ id: 'b1', author: { name: 'Ada', mail: null }, notes: null }, {}],
    });
    expect(errors).toEqual([
      'UNAUTHENTICATED me',
      'UNAUTHENTICATED items.0.author.mail',
      'UNAUTHENTICATED items.0.notes',
    ]);
    expect(asked).not.toMatch(/mail|notes|me\s*\{/);
  });

  test('asks a subgraph for nothing when nothing of it is left', async () => {
    const { data, asked } = await ask('{ me { id name mail } }', ANONYMOUS);
    expect([data, asked]).toEqual([{ me: null }, '']);
  });

  test('is all there for whoever may have it, as one that was never filtered', async () => {
    const text = '{ me { mail } items { id title } must { inner { code } } }';
    const player: Caller = { ...SIGNED_IN, permissions: ['play'] };
    const [whole, rejecting] = [await ask(text, player), await ask(text, player, {}, 'reject')];
    expect(whole.errors).toEqual([]);
    expect(whole).toEqual(rejecting);
  });

  test('closes a field of an interface for the types that close it, and for no other', async () => {
    const { data, errors, asked } = await ask('{ items { id title price } }', ANONYMOUS);
    expect(data).toEqual({
      items: [
        { id: 'b1', title: 'Book', price: 1 },
        { id: 'f1', title: null, price: 2 },
      ],
    });
    expect(errors).toEqual(['UNAUTHENTICATED items.1.title']);
    expect(asked.replace(/\s+/g, ' ')).not.toMatch(/\.\.\. on Film \{[^}]*title/);
  });

  test('is null where the object itself is of a closed type, also as a member of a union', async () => {
    const { data, errors, asked } = await ask(
      '{ item { __typename title } found { __typename ... on Book { title } ... on Game { title level } } }',
      SIGNED_IN,
    );
    expect(data).toEqual({ item: null, found: [{ __typename: 'Book', title: 'Book' }, null, null] });
    expect(errors).toEqual(['FORBIDDEN item', 'FORBIDDEN found.1']);
    expect(asked).not.toMatch(/level|on Game/);
    const player: Caller = { ...SIGNED_IN, permissions: ['play'] };
    expect((await ask('{ item { title } found { ... on Game { level } } }', player)).data).toEqual({
      item: { title: 'Game' },
      found: [{}, { level: 9 }, null],
    });
  });

  test('sends a null up to the next place that may be null', async () => {
    expect((await ask('{ open must { id maybe { plain code } } }', ANONYMOUS)).data).toEqual({
      open: 'open',
      must: { id: 'x', maybe: null },
    });
    expect((await ask('{ open must { inner { plain code } } }', ANONYMOUS)).data).toBeNull();
  });

  test('keeps aliases, fragments, order, and what @skip and @include decide', async () => {
    const text = `query ($all: Boolean!) { z: open ...F @include(if: $all) a: open must { door_typename: id } }
      fragment F on Query { mine: me { id } again: me { name } }`;
    const { data, errors } = await ask(text, ANONYMOUS, { all: true });
    expect(JSON.stringify(data)).toBe('{"z":"open","mine":null,"again":null,"a":"open","must":{"door_typename":"x"}}');
    expect(errors).toEqual(['UNAUTHENTICATED mine', 'UNAUTHENTICATED again']);
    const without = await ask(text, ANONYMOUS, { all: false });
    expect([without.errors, without.data]).toEqual([[], { z: 'open', a: 'open', must: { door_typename: 'x' } }]);
  });

  test('asks a policy for each selection by its own arguments', async () => {
    const { data, errors } = await ask(
      'query ($id: ID!) { a: secret(of: $id) b: secret(of: "u") c: secret(of: "v") }',
      SIGNED_IN,
      { id: 'u' },
    );
    expect(data).toEqual({ a: 'secret of u', b: 'secret of u', c: null });
    expect(errors).toEqual(['FORBIDDEN c']);
  });

  test('a mutation is refused as a whole, and so is a subscription of which nothing is left', async () => {
    expect(await ask('mutation { pay { id inner { code } } }', ANONYMOUS)).toMatchObject({
      asked: '',
      errors: ['UNAUTHENTICATED pay.inner.code'],
    });
    expect(isRefusal(await decide('subscription { hushed }', ANONYMOUS))).toBe(true);
    expect(isRefusal(await decide('subscription { sold { id notes } }', ANONYMOUS))).toBe(false);
  });

  test('an event is filtered as it was agreed on, and a right that is lost later is a refusal', async () => {
    const text = 'subscription { sold { id notes } }';
    const event = { data: { sold: { id: 'b1' } } };
    const asAnonymous = (await decide(text, ANONYMOUS)) as Granted;
    expect(asAnonymous.complete(event).data).toEqual({ sold: { id: 'b1', notes: null } });
    expect(await asAnonymous.denials(ANONYMOUS)).toEqual([]);
    const asSignedIn = (await decide(text, SIGNED_IN)) as Granted;
    expect(asSignedIn.complete(event)).toBe(event);
    expect((await asSignedIn.denials(ANONYMOUS)).map(said)).toEqual(['UNAUTHENTICATED sold.notes']);
  });

  test('rejecting refuses the same operations, before anything is asked', async () => {
    for (const text of [
      '{ open me { id } }',
      '{ items { title } }',
      '{ found { __typename } }',
      '{ must { maybe { code } } }',
    ]) {
      const refused = await ask(text, ANONYMOUS, {}, 'reject');
      expect([refused.data, refused.asked, refused.errors.length > 0]).toEqual([undefined, '', true]);
    }
  });
});

describe('a rule on one type of an interface', () => {
  test('closes the interface, and no other type that has it', async () => {
    const refused = async (text: string) => (await ask(text, SIGNED_IN, {}, 'reject')).errors;
    expect(await refused('{ items { id } }')).toEqual(['FORBIDDEN items.id']);
    expect(await refused('{ items { ... on Book { id title } } }')).toEqual([]);
    expect(await refused('{ items { ... on Game { id } } }')).toEqual(['FORBIDDEN items']);
  });

  test('is all that an interface can be closed by: a rule on the interface itself does not compose', () => {
    const closed = subgraph(
      'closed',
      'authenticated',
      'type Query { a: A } interface A @authenticated { id: ID } type B implements A { id: ID }',
      {},
    );
    expect(() => compose([closed])).toThrow(/interface/);
  });
});
