import { composeServices } from '@apollo/composition';
import {
  printSchema as printFederationSchema,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { composeServices as composeElsewhere } from '@theguild/federation-composition';
import { buildSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';

export interface SubgraphText {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export type Composition =
  | { readonly errors: readonly string[] }
  | { readonly errors: readonly []; readonly supergraph: string; readonly api: string };

/** Composes with Apollo's composer, which writes the supergraph, and asks a second, independent composer for its verdict. */
export function compose(subgraphs: readonly SubgraphText[]): Composition {
  const apollo = composeWithApollo(subgraphs);
  const second = secondVerdict(subgraphs);
  if (apollo.errors.length > 0 !== second.length > 0) {
    const says = (errors: readonly string[]) => (errors.length ? `refuses (${errors.join('; ')})` : 'accepts');
    const dispute = `The two composers disagree: Apollo ${says(apollo.errors)}, @theguild/federation-composition ${says(second)}.`;
    return { errors: [...apollo.errors, dispute] };
  }
  return apollo;
}

function composeWithApollo(subgraphs: readonly SubgraphText[]): Composition {
  const result = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors) return { errors: result.errors.map(({ message }) => message) };
  const supportedFeatures = ROUTER_SUPPORTED_SUPERGRAPH_FEATURES; // the default set refuses auth directives
  const api = Supergraph.build(result.supergraphSdl, { supportedFeatures, validateSupergraph: true }).apiSchema();
  return { errors: [], supergraph: `${result.supergraphSdl.trim()}\n`, api: tidy(printFederationSchema(api)) };
}

function secondVerdict(subgraphs: readonly SubgraphText[]): string[] {
  const result = composeElsewhere(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  return (result.errors ?? []).map(({ message }) => message);
}

/** Sorted, so that the order of resolvers in the code is not a change of the API. */
function tidy(sdl: string): string {
  return `${printSchema(lexicographicSortSchema(buildSchema(sdl)))}\n`;
}
