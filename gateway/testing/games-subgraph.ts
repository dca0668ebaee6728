import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { endpointOf } from './endpoint-of.ts';
import { Stream } from './stream.ts';

const SDL = `
  type User @key(fields: "id") { id: ID! level: Int }
  type Score { points: Int! player: User bonus: Int @requiresScopes(scopes: [["bonus.read"]]) }
  type ScoreEdge @cost(weight: 0) { node: Score }
  type ScoreConnection { edges: [ScoreEdge] }
  type Query {
    scores: [Score] @listSize(assumedSize: 5)
    history(first: Int!): ScoreConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    audit: Score @cost(weight: 500)
  }
  type Mutation { pay(points: Int!): Score @tag(name: "money") }
  type Subscription { scored: Score @authenticated }
`;

/** The neighbour: contributes to the user that the identity subgraph owns, and streams what it owns itself. */
export function gamesSubgraph() {
  const scored = new Stream<object>();
  const paid: number[] = [];
  const resolvers = {
    Query: {
      scores: () => [{ points: 3, player: { id: '1' } }],
      history: () => ({ edges: [{ node: { points: 1 } }, { node: { points: 2 } }] }),
      audit: () => ({ points: 0 }),
    },
    Mutation: {
      pay(_: unknown, { points }: { points: number }) {
        paid.push(points);
        return { points };
      },
    },
    Subscription: { scored: { subscribe: () => scored.follow() } },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id }), level: () => 7 },
  };
  const { endpoint, typeDefs } = endpointOf(SDL, resolvers);
  const outage = { down: false, asked: 0, held: Promise.resolve() };
  const standing: SubgraphEndpoint = {
    ...endpoint,
    async execute(call) {
      outage.asked++;
      if (outage.down) throw new Error('connection refused');
      await outage.held;
      return endpoint.execute(call);
    },
  };
  return { endpoint: standing, typeDefs, scored, paid, outage };
}
