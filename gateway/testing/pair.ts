import { composeServices } from '@apollo/composition';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { gamesSubgraph } from './games-subgraph.ts';
import { identitySubgraph } from './identity-subgraph.ts';

/** Two real subgraphs, composed by the real composer. */
export async function federatedPair() {
  const users = await identitySubgraph();
  const games = gamesSubgraph();
  const composed = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: users.typeDefs },
    { name: 'games', url: 'http://games.invalid', typeDefs: games.typeDefs },
  ]);
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.map(String).join('\n'));
  const endpoints: Record<string, SubgraphEndpoint> = { users: users.endpoint, games: games.endpoint };
  return { users, games, endpoints, supergraphSdl: composed.supergraphSdl };
}

export type Pair = Awaited<ReturnType<typeof federatedPair>>;
