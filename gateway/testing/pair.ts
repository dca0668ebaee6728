import { composeServices } from '@apollo/composition';
import type { DocumentNode } from 'graphql';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { gamesSubgraph } from './games-subgraph.ts';
import { identitySubgraph } from './identity-subgraph.ts';

/** One that a test brings. */
export interface FurtherSubgraph {
  readonly name: string;
  readonly endpoint: SubgraphEndpoint;
  readonly typeDefs: DocumentNode;
}

/** Two real subgraphs, composed by the real composer. */
export async function federatedPair(more: readonly FurtherSubgraph[] = []) {
  const users = await identitySubgraph();
  const games = gamesSubgraph();
  const composed = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: users.typeDefs },
    { name: 'games', url: 'http://games.invalid', typeDefs: games.typeDefs },
    ...more.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid` })),
  ]);
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.map(String).join('\n'));
  const endpoints: Record<string, SubgraphEndpoint> = {
    users: users.endpoint,
    games: games.endpoint,
    ...Object.fromEntries(more.map(({ name, endpoint }) => [name, endpoint])),
  };
  return { users, games, endpoints, supergraphSdl: composed.supergraphSdl };
}

export type Pair = Awaited<ReturnType<typeof federatedPair>>;
