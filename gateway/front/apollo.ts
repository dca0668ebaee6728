import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerOptionsWithGateway, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import type { Log } from '#chassis/log/log';
import { maskError, type Masking } from '../guard/mask.ts';
import type { Admitted } from '../admitted.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Graph } from '../graph/graph.ts';
import type { MaskedResult } from './run-operation.ts';

/** What one HTTP operation carries through Apollo Server. */
export interface DoorContext extends BaseContext {
  readonly admitted: Admitted;
  run(): Promise<MaskedResult>;
  readonly cookies: string[];
}

/** Apollo Server's formatter is told nothing of the request: this carries the masking of the one that is being served. */
export const masked = new AsyncLocalStorage<Masking>();

const NOWHERE: Masking = { requestId: 'none', suggestions: false, onMasked: () => undefined };

/** Apollo Server over the graph: its request rules, CSRF prevention and answers, with our pipeline before and our runner behind it. */
export async function startApollo(
  graph: Graph,
  pipeline: Pipeline,
  maxTokens: number,
  log: Log,
): Promise<ApolloServer<DoorContext>> {
  const server = new ApolloServer<DoorContext>({
    gateway: gatewayOf(graph),
    introspection: true, // the pipeline decides
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    documentStore: acceptedDocuments(pipeline),
    formatError: (formatted, error) => formatOnce(formatted, error),
    logger: loggerOf(log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await server.start();
  return server;
}

function gatewayOf(graph: Graph): ApolloServerOptionsWithGateway<DoorContext>['gateway'] {
  return {
    onSchemaLoadOrUpdate: (listen) =>
      graph.supergraph.follow(({ apiSchema, sdl }) => listen({ apiSchema, coreSupergraphSdl: sdl })),
    load: async () => ({
      executor: async ({ context }) => {
        const door = context as DoorContext;
        const { data, errors, extensions, cookies } = await door.run();
        door.cookies.push(...(cookies ?? []));
        return { data, ...(errors?.length ? { errors: errors.map(asError) } : {}), ...(extensions && { extensions }) };
      },
    }),
    stop: async () => undefined,
  };
}

/** Apollo Server finds every admitted document here, parsed and validated, and does neither again. */
function acceptedDocuments(pipeline: Pipeline) {
  return {
    get: async (key: string): Promise<DocumentNode | undefined> =>
      pipeline.knownDocument(key.slice(key.lastIndexOf(':') + 1))?.document,
    set: async () => undefined,
    delete: async () => undefined,
  };
}

function formatOnce(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const masking = masked.getStore() ?? NOWHERE;
  if (error instanceof FormattedError) return formatted;
  return maskError(formatted, masking);
}

/** An error that was masked already, in the class that Apollo Server asks for. */
class FormattedError extends GraphQLError {}

function asError({ message, path, extensions }: GraphQLFormattedError): GraphQLError {
  return new FormattedError(message, { path, extensions });
}

function loggerOf(log: Log) {
  const say = (level: 'debug' | 'warn' | 'error') => (message?: unknown) => log[level]({}, String(message));
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}
