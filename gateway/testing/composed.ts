import { composeServices } from '@apollo/composition';
import { print, type DocumentNode } from 'graphql';

/** A subgraph as the composer sees it. */
export interface Composable {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

const composedBefore = new Map<string, string>();

/** The supergraph of these, by the real composer; the same subgraphs are composed once per test file. Throws with every fault. */
export function composed(subgraphs: readonly Composable[]): string {
  const key = JSON.stringify(subgraphs.map(({ name, typeDefs }) => [name, print(typeDefs)]));
  const known = composedBefore.get(key);
  if (known !== undefined) return known;
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid` })),
  );
  if (errors) throw new AggregateError(errors, errors.map(String).join('\n'));
  composedBefore.set(key, supergraphSdl);
  return supergraphSdl;
}
