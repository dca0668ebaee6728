import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';

/** Fifty posts of one subgraph whose authors live in another: by fifty authors, or by ten (forty repeats). */
export const WORKLOADS = {
  'distinct keys (50 of 50)': { authors: 50 },
  'repeated keys (50, 40 of them repeats)': { authors: 10 },
} as const;
export type Workload = keyof typeof WORKLOADS;

export const QUERY = `query Feed($authors: Int!) {
  feed(authors: $authors) { id title likes tags author { id name mail team { id name } } }
}`;

const POSTS = 50;
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

const SOURCES = [
  {
    name: 'posts',
    typeDefs: `${LINK}
      type Query { feed(authors: Int!): [Post!]! }
      type Post @key(fields: "id") { id: ID! title: String! likes: Int! tags: [String!]! author: Person! }
      type Person @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        feed: (_: unknown, { authors }: { authors: number }) =>
          Array.from({ length: POSTS }, (_, i) => ({
            id: `post-${i}`,
            title: `The title of post ${i}`,
            likes: i * 3,
            tags: ['one', 'two'],
            author: { id: `person-${i % authors}` },
          })),
      },
    },
  },
  {
    name: 'people',
    typeDefs: `${LINK}
      type Person @key(fields: "id") { id: ID! name: String! mail: String team: Team }
      type Team { id: ID! name: String! }`,
    resolvers: {
      Person: {
        __resolveReference: ({ id }: { id: string }) => ({
          id,
          name: `The name of ${id}`,
          mail: `${id}@example.org`,
          team: { id: 't1', name: 'Team' },
        }),
      },
    },
  },
];

export function schemas(): Map<string, GraphQLSchema> {
  return new Map(
    SOURCES.map(({ name, typeDefs, resolvers }) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
    ]),
  );
}

export function supergraph(urlOf: (name: string) => string): string {
  const services = SOURCES.map(({ name, typeDefs }) => ({ name, url: urlOf(name), typeDefs: parse(typeDefs) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new AggregateError(errors);
  return supergraphSdl;
}
