import { composeServices } from '@apollo/composition';
import { buildOperationContext, executeQueryPlan, LocalGraphQLDataSource } from '@apollo/gateway';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  isAbstractType,
  parse,
  subscribe,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { Graph, type GraphResult } from '#gateway/graph/graph';
import type { GraphOptions } from '#gateway/graph/graph-options';
import { DOES_NOT_FIT } from '#gateway/graph/run/completion';
import { idleSteps } from '#gateway/graph/plan/idle-steps';
import { ALL_NAMELESS, namelessTest } from '#gateway/graph/plan/nameless';
import { conditionValue } from '#gateway/graph/plan/prepare';
import { replaceFetches } from '#gateway/graph/plan/replace-fetches';
import { fragmentsOf, operationOf } from '#gateway/graph/plan/selections';
import { outlineOf } from '#gateway/graph/plan/steps';
import type { Snapshot } from '#gateway/graph/snapshot';
import type { Log } from '#chassis/log/log';
import { imagine } from './imagined.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly typeDefs: string;
  /** Without them the data is imagined. */
  readonly resolvers?: object;
  /** Answers instead of the schema's execution, with whatever it likes. */
  readonly answer?: (call: SubgraphCall) => SubgraphResult;
}

export interface SeenCall extends SubgraphCall {
  readonly service: string;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
  /** The stock executor asked for objects without a key, which ours leaves out. */
  readonly sentNameless?: boolean;
}

/** One set of subgraphs under two executors: ours and the stock one of @apollo/gateway, with the same planner. */
export interface Arena {
  readonly sdl: string;
  readonly graph: Graph;
  /** Every call that our executor made, newest last. */
  readonly calls: SeenCall[];
  ours(document: DocumentNode, variables: Record<string, unknown>): Promise<Answer>;
  stock(document: DocumentNode, variables: Record<string, unknown>): Promise<Answer>;
}

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };

export function schemaOf({ typeDefs, resolvers }: SubgraphSource): GraphQLSchema {
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]);
  return resolvers ? schema : imagine(schema);
}

/** The supergraph text; throws with every composition error. */
export function compose(sources: readonly { readonly name: string; readonly typeDefs: string }[]): string {
  const result = composeServices(
    sources.map(({ name, typeDefs }) => ({ name, url: `http://${name}`, typeDefs: parse(typeDefs) })),
  );
  if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.supergraphSdl;
}

/** A subgraph in this process, as a mounted one answers. */
export function endpointOver(schema: GraphQLSchema, seen?: (call: SubgraphCall) => void): SubgraphEndpoint {
  const argsOf = (call: SubgraphCall) => ({
    schema,
    document: call.document ?? parse(call.query),
    variableValues: call.variables,
  });
  return {
    execute: async (call) => {
      seen?.(call);
      return plain(await execute(argsOf(call)));
    },
    subscribe: async (call) => (await subscribe(argsOf(call))) as AsyncIterableIterator<SubgraphResult>,
  };
}

/** What a mounted subgraph gives: formatted errors. */
function plain(result: ExecutionResult): SubgraphResult {
  const data = result.data as Record<string, unknown> | null | undefined;
  return result.errors ? { data, errors: result.errors.map((error) => error.toJSON()) } : { data };
}

/** With `wire`, our executor gets its answers as JSON brings them: plain objects, with a prototype. */
export async function arenaOf(
  sources: readonly SubgraphSource[],
  wire = false,
  options: Partial<GraphOptions> = {},
): Promise<Arena> {
  const sdl = compose(sources);
  const schemas = new Map(sources.map((source) => [source.name, schemaOf(source)]));
  const calls: SeenCall[] = [];
  const graph = await Graph.load({
    sdl,
    log: SILENT,
    endpointOf: ({ name }) => {
      const endpoint = endpointOver(schemas.get(name)!, (call) => void calls.push({ ...call, service: name }));
      const { answer: lie } = sources.find((source) => source.name === name)!;
      if (lie) return { ...endpoint, execute: (call) => Promise.resolve(lie(call)) };
      return wire ? { ...endpoint, execute: async (call) => overWire(await endpoint.execute(call)) } : endpoint;
    },
    ...options,
  });
  const api = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES }).apiSchema();
  const { snapshot } = graph;
  const services = Object.fromEntries(
    [...schemas].map(([name, schema]) => [name, new StockSubgraph(name, schema, snapshot.supergraphSchema)]),
  );
  return {
    sdl,
    graph,
    calls,
    ours: async (document, variables) =>
      withoutCompletion(await graph.execute({ document, variables, caller: ANONYMOUS })),
    stock: async (document, variables) => {
      const { plan } = snapshot.mended(snapshot.plan(document).plan, document); // what is wrong with it is not the executor's
      const run = async (one: QueryPlan) =>
        answer(
          (await executeQueryPlan(one, services, request, context, snapshot.supergraphSchema, api)) as ExecutionResult,
        );
      const request = { request: { variables }, context: {}, metrics: {}, logger: SILENT } as never;
      const context = buildOperationContext({
        schema: snapshot.apiSchema,
        operationDocument: document,
        operationName: undefined,
      });
      for (const service of Object.values(services)) service.sentNameless = false;
      const all = await run(plan);
      if (Object.values(services).some(({ sentNameless }) => sentNameless)) return { ...all, sentNameless: true };
      const busy = all.errors.length > 0 ? withoutIdle(plan, document, variables, snapshot) : plan;
      return busy === plan ? all : { data: all.data, errors: (await run(busy)).errors };
    },
  };
}

/** The plan without fetches whose fields are all skipped: ours makes none of them, and hears no errors from them. */
function withoutIdle(
  plan: QueryPlan,
  document: DocumentNode,
  variables: object,
  { supergraphSchema: schema }: Snapshot,
) {
  const operation = operationOf(document);
  const condition = (name: string) => conditionValue(operation, name, variables as Record<string, unknown>);
  const { steps } = outlineOf(plan.node as PlanNode | undefined, {
    condition,
    parts: (fetch) => [{ fetch, only: undefined }],
  });
  const idle = new Set(
    [...idleSteps(steps, { schema, fragments: fragmentsOf(document), condition, operation })].map(({ fetch }) => fetch),
  );
  return idle.size === 0 ? plan : replaceFetches(plan, (fetch) => (idle.has(fetch) ? [] : [fetch]));
}

/**
 * The stock executor lets the answer of an @interfaceObject subgraph overwrite the object type of an entity with the name of the interface,
 * and then asks nobody who knows the entity by its object type. What comes first is chance there, so it is put right before comparing.
 */
class StockSubgraph extends LocalGraphQLDataSource {
  readonly name: string;
  readonly supergraph: GraphQLSchema;
  /** It was asked for an object without any key of its type, which fails, often for the whole list. */
  sentNameless = false;

  constructor(name: string, schema: GraphQLSchema, supergraph: GraphQLSchema) {
    super(schema);
    this.name = name;
    this.supergraph = supergraph;
  }

  override async process(options: Parameters<LocalGraphQLDataSource['process']>[0]) {
    const { representations } = options.request.variables ?? {}; // or a variable of the client's that is called so
    for (const each of Array.isArray(representations) ? (representations as Record<string, unknown>[]) : []) {
      const test = namelessTest(String(each['__typename']), this.name, new Set(Object.keys(each)), {
        supergraphSchema: this.supergraph,
      });
      if (test === ALL_NAMELESS) this.sentNameless = true;
    }
    const result = await super.process(options);
    const entities = (result.data as { _entities?: (Record<string, unknown> | null)[] } | null)?._entities;
    for (const entity of Array.isArray(entities) ? entities : [])
      if (entity && isAbstractType(this.supergraph.getType(String(entity['__typename'])))) delete entity['__typename'];
    return result;
  }
}

/** The stock executor hides in `extensions` that data did not fit the schema; ours says so as errors. */
function withoutCompletion(result: GraphResult): Answer {
  const errors = result.errors?.filter(({ extensions }) => extensions['code'] !== DOES_NOT_FIT);
  return answer({ data: result.data, ...(errors && { errors }) });
}

function overWire(result: SubgraphResult): SubgraphResult {
  return JSON.parse(JSON.stringify(result)) as SubgraphResult;
}

function answer(result: { data?: unknown; errors?: readonly GraphQLError[] }): Answer {
  return {
    data: result.data === undefined ? undefined : JSON.parse(JSON.stringify(result.data)),
    errors: (result.errors ?? []).map(({ message, path }) => ({ message, path })),
  };
}
