import type { DocumentNode } from 'graphql';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { composed } from './composed.ts';
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
  const supergraphSdl = composed([
    { name: 'users', typeDefs: users.typeDefs },
    { name: 'games', typeDefs: games.typeDefs },
    ...more,
  ]);
  const endpoints: Record<string, SubgraphEndpoint> = {
    users: users.endpoint,
    games: games.endpoint,
    ...Object.fromEntries(more.map(({ name, endpoint }) => [name, endpoint])),
  };
  return { users, games, endpoints, supergraphSdl };
}

export type Pair = Awaited<ReturnType<typeof federatedPair>>;
