import type { AccessTable } from '#chassis/graphql/access';
import type { Subgraph } from './subgraph.ts';

type Brought = 'resolvers' | 'access' | 'publishes' | 'reactions' | 'live' | 'jobs';

/** What one part of a business brings to its subgraph, where one list for all of it would be crowded. */
export type Part<Ports = unknown> = Partial<Pick<Subgraph<Ports>, Brought>>;

/** The parts as one. Tables of access are merged type by type, because each part adds its fields to Query, Mutation and shared types. */
export function joinParts<Ports>(parts: readonly Part<Ports>[]): Pick<Subgraph<Ports>, Brought> {
  return {
    resolvers: parts.flatMap(({ resolvers = [] }) => resolvers),
    access: mergeTables(parts.flatMap(({ access }) => (access ? [access] : []))),
    publishes: parts.flatMap(({ publishes = [] }) => publishes),
    reactions: parts.flatMap(({ reactions = [] }) => reactions),
    live: parts.flatMap(({ live = [] }) => live),
    jobs: parts.flatMap(({ jobs = [] }) => jobs),
  };
}

function mergeTables<Ports>(tables: readonly AccessTable<Ports>[]): AccessTable<Ports> {
  const merged: Record<string, AccessTable<Ports>[string]> = {};
  for (const table of tables) {
    for (const [type, fields] of Object.entries(table)) merged[type] = { ...merged[type], ...fields };
  }
  return merged;
}
