import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSchema, execute, printSchema, type GraphQLSchema } from 'graphql';
import { arenaOf, type Arena } from './arena.ts';
import { imagine } from './imagined.ts';
import type { GeneratedOperation } from './operation-generator.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');

export const textOf = (path: string) => readFileSync(join(SCHEMA, path), 'utf8');
export const schemaFiles = (pattern: string) => globSync(pattern, { cwd: SCHEMA }).sort();

/** The product's own subgraphs over imagined data, which our executor gets as over a wire. */
export function productArena(): Promise<Arena> {
  const files = schemaFiles('subgraphs/*.graphql');
  return arenaOf(
    files.map((path) => ({ name: basename(path, '.graphql'), typeDefs: textOf(path) })),
    true,
  );
}

/** What clients see of the graph as one schema of one process, over the same imagined data: there is nothing to plan, fetch or merge. */
export function monolithOf({ graph }: Arena): GraphQLSchema {
  return imagine(buildSchema(printSchema(graph.snapshot.apiSchema)));
}

/** How the graph and the monolith answer an operation differently, or undefined. */
export async function differenceToMonolith(
  arena: Arena,
  schema: GraphQLSchema,
  { document, variables, text }: GeneratedOperation,
): Promise<string | undefined> {
  const [ours, whole] = [
    await arena.ours(document, variables),
    await execute({ schema, document, variableValues: variables }),
  ];
  const [actual, expected] = [ours, { data: whole.data, errors: whole.errors ?? [] }].map((each) =>
    JSON.stringify(each),
  );
  return actual === expected
    ? undefined
    : `${text}\n${JSON.stringify(variables)}\ngateway  ${actual}\nmonolith ${expected}`;
}
