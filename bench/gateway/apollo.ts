import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { buildSchema, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silenceVendorTelemetry } from '#gateway/graph/settings';
import { MONOLITH } from './subgraphs.ts';

const ANYWHERE = { listen: { port: 0, host: '127.0.0.1' } };

/** @apollo/gateway on Apollo Server, both as they come. */
export async function startStock(supergraphSdl: string): Promise<string> {
  silenceVendorTelemetry();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl, logger }), logger });
  return (await startStandaloneServer(server, ANYWHERE)).url;
}

/** The same fields and resolvers as one schema on Apollo Server as it comes. */
export async function startMonolith(): Promise<string> {
  return (await startStandaloneServer(new ApolloServer({ ...MONOLITH }), ANYWHERE)).url;
}

function monolithSchema(): GraphQLSchema {
  const schema = buildSchema(MONOLITH.typeDefs);
  for (const [name, fields] of Object.entries(MONOLITH.resolvers)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`no object type ${name}`);
    for (const [field, resolve] of Object.entries(fields))
      type.getFields()[field]!.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  }
  return schema;
}

/** The same on graphql-jit, in the front that ours has: Apollo Server on node:http. Nothing is checked. */
export async function startCompiledMonolith(): Promise<string> {
  const schema = monolithSchema();
  const compiled = new Map<string, CompiledQuery>();
  const server = new ApolloServer({
    gateway: {
      onSchemaLoadOrUpdate(listen) {
        listen({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: async () => ({
        executor: async ({ queryHash, document, operationName, request }) => {
          let query = compiled.get(queryHash);
          if (!query) {
            const made = compileQuery(schema, document, operationName ?? undefined);
            if (!isCompiledQuery(made)) throw new Error('graphql-jit cannot compile the benchmark query');
            compiled.set(queryHash, (query = made));
          }
          return (await query.query({}, {}, request.variables ?? {})) as never;
        },
      }),
      stop: async () => undefined,
    },
  });
  await server.start();
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
      const headers = new HeaderMap(Object.entries(request.headers) as [string, string][]);
      const asked = { method: 'POST', headers, search: '', body };
      void server.executeHTTPGraphQLRequest({ httpGraphQLRequest: asked, context: async () => ({}) }).then((answer) => {
        response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers));
        response.end(answer.body.kind === 'complete' ? answer.body.string : '');
      });
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}
