import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { execute, parse, type ExecutionResult } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { Graph } from '#gateway/graph/graph';
import { silenceVendorTelemetry } from '#gateway/graph/settings';
import { httpEndpoint } from '#gateway/graph/transport/http';
import { QUERY, schemas, supergraph, WORKLOADS, type Workload } from './subgraphs.ts';

export type Contender = 'ours' | 'stock';
export type Transport = 'in-process' | 'http';
export type Operation = () => Promise<string>;

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };

/** One operation from parsed document to response text: no server, no document cache of either in front. */
export async function operationOf(
  contender: Contender,
  transport: Transport,
  workload: Workload,
  urls: Record<string, string>,
): Promise<Operation> {
  const sdl = supergraph((name) => urls[name] ?? `http://${name}.invalid/graphql`);
  const variables = WORKLOADS[workload];
  return contender === 'ours' ? ours(sdl, transport, variables) : stock(sdl, transport, variables);
}

async function ours(sdl: string, transport: Transport, variables: Record<string, unknown>): Promise<Operation> {
  const local = schemas();
  const sealKey = { id: 'k1', secret: Buffer.alloc(32, 1) };
  const inProcess = (name: string): SubgraphEndpoint => ({
    execute: async (call) =>
      (await execute({
        schema: local.get(name)!,
        document: call.document!,
        variableValues: call.variables,
      })) as SubgraphResult,
    subscribe: () => Promise.reject(new Error('not measured')),
  });
  const graph = await Graph.load({
    sdl,
    log: SILENT,
    endpointOf: ({ name, url }) => (transport === 'http' ? httpEndpoint({ name, url, sealKey }) : inProcess(name)),
  });
  const document = parse(QUERY);
  const caller = { ...ANONYMOUS, deadline: Date.now() + 3_600_000 };
  return async () =>
    JSON.stringify(await graph.execute({ document, operationName: 'Feed', variables, caller, key: 'feed' }));
}

async function stock(sdl: string, transport: Transport, variables: Record<string, unknown>): Promise<Operation> {
  silenceVendorTelemetry();
  const local = schemas();
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    logger: SILENT,
    buildService: ({ name, url }) =>
      transport === 'http' ? new RemoteGraphQLDataSource({ url }) : new LocalGraphQLDataSource(local.get(name)!),
  });
  const { executor } = await gateway.load();
  const document = parse(QUERY);
  const operation = document.definitions[0];
  const request = { query: QUERY, operationName: 'Feed', variables };
  const context = {
    request,
    document,
    operation,
    operationName: 'Feed',
    queryHash: 'feed',
    context: {},
    metrics: {},
    logger: SILENT,
  };
  return async () => JSON.stringify((await executor(context as never)) as ExecutionResult);
}
