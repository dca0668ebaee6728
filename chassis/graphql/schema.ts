import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, print, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type PubSub } from 'type-graphql';
import type { Subgraph } from '#chassis/mount/subgraph';
import { withListSizes } from './list-sizes.ts';
import { DateTime } from './scalars.ts';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@composeDirective"])`;

/** How long answers may be kept is told to the door, which reads it in the supergraph (gateway/traffic/cache). */
const CACHE_CONTROL = `extend schema
  @link(url: "https://venture-os.example/cacheControl/v1.0", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")

"How long an answer may be kept. Nothing is unless it is marked; what is marked least decides for a whole operation."
directive @cacheControl(
  "Seconds; 0 when absent, except for scalars, which are worth what they belong to."
  maxAge: Int
  "PRIVATE: for this user alone."
  scope: CacheControlScope
  "As long as what it belongs to."
  inheritMaxAge: Boolean
) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"For whom an answer may be kept."
enum CacheControlScope {
  "For everybody."
  PUBLIC
  "For this user alone."
  PRIVATE
}
`;

/** type-graphql asks for a pub/sub although every subscription of ours brings its own stream from the tail. */
const NO_PUBSUB: PubSub = {
  publish() {
    throw new Error('Subscriptions are fed by the tail of the outbox, never by publish().');
  },
  subscribe() {
    throw new Error('A subscription must bring its own `subscribe`.');
  },
};

/** The executable federated schema of a subgraph (unprotected) and its SDL text. */
export function buildFederatedSchema<Ports>(definition: Subgraph<Ports>): { schema: GraphQLSchema; sdl: string } {
  const base = buildSchemaSync({
    resolvers: definition.resolvers as unknown as [() => void],
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: { forbidUnknownValues: false },
    pubSub: NO_PUBSUB,
    skipCheck: true,
  });
  const types = printSchemaWithDirectives(base);
  const typeDefs = withListSizes(
    parse(`${FEDERATION}\n${types.includes('@cacheControl(') ? CACHE_CONTROL : ''}${types}`),
  );
  const resolvers = createResolversMap(base) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(definition.references)) {
    // async: one that throws at once would take its whole list with it and leave the rejection of a sibling unhandled
    (resolvers[type] ??= {}).__resolveReference = async (reference: never, scope: never) => resolve(reference, scope);
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  return { schema, sdl: `${print(typeDefs)}\n` };
}

/** The SDL alone: what `npm run schema` writes, in a process of its own because type-graphql's registry is global. */
export function subgraphSdl<Ports>(definition: Subgraph<Ports>): string {
  return buildFederatedSchema(definition).sdl;
}
