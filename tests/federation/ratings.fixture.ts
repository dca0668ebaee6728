import type { SubgraphSource } from './arena.ts';
import { failLater, link } from './fixture-parts.ts';

/** Knows the interface only: an @interfaceObject, whose answers the planner rewrites per concrete type. */
export const ratings: SubgraphSource = {
  name: 'ratings',
  typeDefs: `${link('key interfaceObject external requires')}
    type Item @interfaceObject @key(fields: "id") { id: ID! title: String! @external rating: Int reviews(first: Int): [Review!]! slug: String @requires(fields: "title") }
    type Review @key(fields: "id") { id: ID! stars: Int! by: Person about: Item }
    type Person @key(fields: "id") { id: ID! reviews: [Review!]! }
    type Query { reviews: [Review]! topRated: Item }
  `,
  resolvers: {
    Query: { reviews: () => [review('1'), null, review('2'), review('1')], topRated: () => ({ id: '6' }) },
    Item: {
      __resolveReference: (ref: { id: string }) => (ref.id === '7' ? failLater('unrated') : ref),
      rating: ({ id }: { id: string }) => Number(id) % 5,
      reviews: ({ id }: { id: string }, { first }: { first?: number }) =>
        ['1', '2'].slice(0, first ?? 2).map((n) => review(`${id}${n}`)),
      slug: ({ title }: { title?: string }) => title?.toLowerCase() ?? null,
    },
    Review: { __resolveReference: ({ id }: { id: string }) => review(id) },
    Person: { __resolveReference: (ref: object) => ref, reviews: ({ id }: { id: string }) => [review(id)] },
  },
};
function review(id: string) {
  return {
    id,
    stars: Number(id) % 6,
    by: { id: String((Number(id) % 3) + 1) },
    about: { id: String((Number(id) % 7) + 1) },
  };
}
