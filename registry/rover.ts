import { stringify } from 'yaml';
import type { SubgraphText } from './compose.ts';

/** The composer's version, which is the gateway's: all @apollo federation packages move together. */
const FEDERATION_VERSION = '=2.14.4';

/** A supergraph configuration for `rover supergraph compose --config rover.yaml`; our own checks do not need rover. */
export function roverConfig(subgraphs: readonly SubgraphText[]): string {
  return stringify({
    federation_version: FEDERATION_VERSION,
    subgraphs: Object.fromEntries(
      subgraphs.map(({ name, url }) => [
        name,
        { routing_url: url, schema: { file: `schema/subgraphs/${name}.graphql` } },
      ]),
    ),
  });
}
