import { buildSubgraphSchema } from '@apollo/subgraph';
import type { DocumentNode } from 'graphql';
import { execute, parse, subscribe } from 'graphql';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';

export const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@policy", "@tag", "@cost", "@listSize"])`;

/** A federated schema on plain resolvers, behind the port that the door speaks to every subgraph through. */
export function endpointOf(sdl: string, resolvers: object): { endpoint: SubgraphEndpoint; typeDefs: DocumentNode } {
  const typeDefs = parse(`${LINK}\n${sdl}`);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  const request = (call: SubgraphCall, cookies: string[] = []) => ({
    schema,
    document: call.document ?? parse(call.query),
    operationName: call.operationName,
    variableValues: call.variables,
    contextValue: { caller: call.caller, setCookie: (value: string) => void cookies.push(value) },
  });
  const endpoint: SubgraphEndpoint = {
    async execute(call) {
      const cookies: string[] = [];
      const result = (await execute(request(call, cookies))) as SubgraphResult;
      return JSON.parse(JSON.stringify({ ...result, ...(cookies.length ? { extensions: { cookies } } : {}) }));
    },
    async subscribe(call) {
      return (await subscribe(request(call))) as AsyncIterableIterator<SubgraphResult> | SubgraphResult;
    },
  };
  return { endpoint, typeDefs };
}
