import { createHash } from 'node:crypto';
import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph as ApolloSupergraph,
  type Operation,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { isAbstractType, isObjectType, type DocumentNode, type GraphQLSchema } from 'graphql';
import { aliasHazardsOf, type AliasHazards } from './plan/client-keys.ts';

export interface PlannedOperation {
  readonly plan: QueryPlan;
  /** Apollo's own form of the operation, which its result shaping reads. */
  readonly operation: Operation;
}

/** Everything that follows from one supergraph text. Immutable: a running operation keeps the snapshot it started with. */
export interface Snapshot {
  /** SHA-256 of the text, hex. */
  readonly id: string;
  /** The full text, auth directives included. */
  readonly sdl: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** With join and auth directives, inaccessible elements included. */
  readonly supergraphSchema: GraphQLSchema;
  /** Type name -> names of the object types that it covers (an object type covers itself). */
  readonly possibleTypes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly aliasHazards: AliasHazards;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Synchronous and possibly slow: guard the document first. Throws a GraphQLError for an operation that the API schema refuses. */
  plan(document: DocumentNode, operationName?: string): PlannedOperation;
}

/** Throws when the text is not a supergraph that this planner supports. */
export function snapshotOf(sdl: string): Snapshot {
  const supergraph = ApolloSupergraph.build(sdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: true,
  });
  const api = supergraph.apiSchema();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema({ includeDefer: false });
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });
  return Object.freeze({
    id: createHash('sha256').update(sdl).digest('hex'),
    sdl,
    apiSchema: api.toGraphQLJSSchema({ includeDefer: false }),
    supergraphSchema,
    possibleTypes: possibleTypesOf(supergraphSchema),
    aliasHazards: aliasHazardsOf(supergraphSchema),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    plan(document: DocumentNode, operationName?: string): PlannedOperation {
      const operation = operationFromDocument(api, document, operationName === undefined ? {} : { operationName });
      return { operation, plan: planner.buildQueryPlan(operation) };
    },
  });
}

function possibleTypesOf(schema: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const possible = new Map<string, ReadonlySet<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type))
      possible.set(type.name, new Set(schema.getPossibleTypes(type).map((member) => member.name)));
    else if (isObjectType(type)) possible.set(type.name, new Set([type.name]));
  }
  return possible;
}
