import { createHash } from 'node:crypto';
import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph as ApolloSupergraph,
  type Operation,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import {
  GraphQLError,
  isAbstractType,
  isObjectType,
  parse,
  visit,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { aliasHazardsOf } from './plan/client-keys.ts';
import { overrideLabelsIn } from './plan/override-labels.ts';
import { separateArguments, type SeparatedArguments } from './plan/required-arguments.ts';
import { restorePlan } from './plan/restore-plan.ts';
import type { NoPlan } from './planning/planner-words.ts';
import { ownedFieldsOf } from './sound/owned-fields.ts';
import { inWholeSubgraphs, requiresApart, type Apart } from './sound/requires-apart.ts';
import { mended, type Mended } from './sound/sound-plan.ts';

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
  /** Names that an alias of a client may not have in the data tree: the planner keeps what it needs under them. */
  readonly aliasHazards: ReadonlySet<string>;
  /** Labels of progressive overrides: each is on or off for an operation. */
  readonly overrideLabels: readonly string[];
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** What is planned on, and how its plans become plans of this supergraph. */
  readonly separated: SeparatedArguments;
  /** What is planned on when a plan of that one cannot be trusted; undefined when it would be the same. */
  readonly apart: Apart | undefined;
  /** A plan of an operation as one that can be trusted, or with what is wrong with it: then it must not run. */
  mended(plan: QueryPlan, document: DocumentNode, operationName?: string): Mended;
  /** Apollo's own form of an operation. Throws a GraphQLError for one that the API schema refuses. */
  operation(document: DocumentNode, operationName?: string): Operation;
  /** Synchronous and possibly slow: the door plans in a thread of its own (planning/) and not here. */
  plan(
    document: DocumentNode,
    operationName?: string,
    overrides?: readonly string[],
    apart?: boolean,
  ): PlannedOperation;
}

/** Throws when the text is not a supergraph that this planner supports. */
export function snapshotOf(sdl: string): Snapshot {
  const supergraph = build(sdl);
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema({ includeDefer: false });
  const separated = separateArguments(sdl);
  const possibleTypes = possibleTypesOf(supergraphSchema);
  // extracted and validated here, for the copy that is planned on has fields that nothing uses
  const ground = {
    possibleTypes,
    supergraphSchema,
    owned: ownedFieldsOf(supergraph, possibleTypes),
    required: separated.fields,
  };
  const planned = separated.sdl === sdl ? supergraph : build(separated.sdl, false);
  const apart = requiresApart(separated.sdl);
  const whole = plannerOn(planned);
  let parts: ReturnType<typeof plannerOn> | undefined;
  return Object.freeze({
    id: createHash('sha256').update(sdl).digest('hex'),
    sdl,
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    supergraphSchema,
    possibleTypes,
    aliasHazards: aliasHazardsOf(supergraphSchema, separated.fields.keys()),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    separated,
    apart,
    mended: (plan: QueryPlan, document: DocumentNode, operationName?: string) =>
      mended(plan, document, operationName, ground),
    overrideLabels: overrideLabelsIn(parse(sdl, { noLocation: true })),
    operation: whole.operation,
    plan(
      document: DocumentNode,
      operationName?: string,
      overrides: readonly string[] = [],
      isApart = false,
    ): PlannedOperation {
      refuseSeparated(document, separated.fields);
      const operation = whole.operation(document, operationName);
      if (!isApart || !apart) return { operation, plan: restorePlan(whole.plan(operation, overrides), separated) };
      parts ??= plannerOn(build(apart.sdl, false));
      const plan = parts.plan(parts.operation(document, operationName), overrides);
      return { operation, plan: restorePlan(inWholeSubgraphs(plan, apart), separated) };
    },
  });
}

/** The planner itself is made for whoever plans here: it takes a third of a second and tens of megabytes. */
function plannerOn(supergraph: ApolloSupergraph) {
  const api = supergraph.apiSchema();
  let planner: QueryPlanner | undefined;
  return {
    operation: (document: DocumentNode, operationName?: string): Operation =>
      operationFromDocument(api, document, operationName === undefined ? {} : { operationName }),
    plan(operation: Operation, overrides: readonly string[]): QueryPlan {
      planner ??= new QueryPlanner(supergraph, {
        exposeDocumentNodeInFetchNode: true,
        incrementalDelivery: { enableDefer: true },
      });
      const overrideConditions = new Map(overrides.map((label) => [label, true]));
      try {
        return planner.buildQueryPlan(operation, { overrideConditions });
      } catch (error) {
        throw new GraphQLError((error as Error).message, { extensions: { code: 'NO_PLAN' satisfies NoPlan } });
      }
    },
  };
}

function build(sdl: string, validateSupergraph = true): ApolloSupergraph {
  return ApolloSupergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph });
}

/** The planner would know the fields that are our own. */
export function refuseSeparated(document: DocumentNode, fields: ReadonlyMap<string, unknown>): void {
  if (fields.size === 0) return;
  visit(document, {
    Field({ name }) {
      if (!fields.has(name.value)) return;
      throw new GraphQLError(`Cannot query field "${name.value}".`, {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });
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
