import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, subscribe } from 'graphql';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import type { Scope } from '#chassis/mount/scope';
import { Stream } from './stream.ts';

const SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@authenticated", "@composeDirective"])
    @link(url: "https://venture-os.example/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    prices(kind: String): [Price!] @cacheControl(maxAge: 60)
    price(id: ID!): Price @cacheControl(maxAge: 60)
    basket: Basket @cacheControl(maxAge: 60, scope: PRIVATE)
    account: String @cacheControl(maxAge: 60) @authenticated
    stock: Int
    shaky: Price @cacheControl(maxAge: 60)
    gift: String @cacheControl(maxAge: 60)
    brief: String @cacheControl(maxAge: 1)
    anything: Thing
  }
  type Mutation { reprice(id: ID!, amount: Int!): Price }
  type Subscription { shopChanged(after: String): CacheChange @inaccessible }
  type CacheChange @inaccessible @shareable { token: String! tags: [String!]! behindMs: Float! }
  type Price @key(fields: "id") { id: ID! amount: Int failing: Int seller: Seller sold: Seller @cacheControl(inheritMaxAge: true) }
  type Seller { name: String }
  type Basket { owner: ID items: Int }
  type Coin @cacheControl(maxAge: 60) { worth: Int }
  type Note { worth: Int }
  union Thing = Coin | Note
`;

/** A subgraph that marks what may be kept, tells what changed, and counts how often it is asked. */
export function shopSubgraph() {
  const typeDefs = parse(SDL);
  const amounts = new Map([
    ['1', 10],
    ['2', 20],
  ]);
  const told = new Stream<object>();
  const calls: string[] = [];
  const state = { silent: false, behindMs: 0, held: Promise.resolve() };
  let serial = 0;
  const tell = (...tags: string[]): void =>
    told.publish({ shopChanged: { token: String(++serial), tags, behindMs: state.behindMs } });
  const heart = setInterval(() => state.silent || tell(), 50).unref();
  const price = (id: string) => (amounts.has(id) ? { id, amount: amounts.get(id) } : null);
  const resolvers = {
    Query: {
      prices: () => [...amounts.keys()].map(price),
      price: (_: unknown, { id }: { id: string }) => price(id),
      basket: (_: unknown, __: unknown, { caller }: Scope) => ({ owner: caller.userId, items: 1 }),
      account: (_: unknown, __: unknown, { caller }: Scope) => caller.userId,
      stock: () => 5,
      shaky: () => ({ id: '1', amount: 1 }),
      gift: (_: unknown, __: unknown, scope: Scope) => (scope.setCookie('gift=1'), 'a gift'),
      brief: () => 'brief',
      anything: () => ({ __typename: 'Coin', worth: 1 }),
    },
    Price: {
      __resolveReference: ({ id }: { id: string }) => price(id),
      failing: () => {
        throw new Error('no');
      },
      seller: () => ({ name: 'Ada' }),
      sold: () => ({ name: 'Bob' }),
    },
    Mutation: {
      reprice: (_: unknown, { id, amount }: { id: string; amount: number }) => {
        amounts.set(id, amount);
        return price(id);
      },
    },
    Subscription: { shopChanged: { subscribe: () => told.follow() } },
  };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  const endpoint: SubgraphEndpoint = {
    async execute({ query, document, variables, caller }) {
      calls.push(query);
      const cookies: string[] = [];
      const contextValue = { caller, setCookie: (value: string) => void cookies.push(value) };
      const result = await execute({
        schema,
        document: document ?? parse(query),
        variableValues: variables,
        contextValue,
      });
      await state.held; // what was read is old by the time it arrives
      return JSON.parse(
        JSON.stringify({ ...result, ...(cookies.length && { extensions: { cookies } }) }),
      ) as SubgraphResult;
    },
    async subscribe({ query, variables, caller }) {
      const contextValue = { caller };
      return (await subscribe({ schema, document: parse(query), variableValues: variables, contextValue })) as never;
    },
  };
  return {
    typeDefs,
    endpoint,
    amounts,
    calls,
    state,
    tell,
    listeners: () => told.size,
    stop: () => clearInterval(heart),
  };
}
