import fs from 'node:fs';
import type { Subgraph } from '#chassis/mount/subgraph';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SubgraphModule {
  readonly name: string;
  /** Reads the subgraph's own settings from `env` (all faults at once) and returns its definition. */
  define(env: Environment): Subgraph;
}

const FOLDER = new URL('../subgraphs/', import.meta.url);
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** The names of the subgraphs: the folders that hold a `subgraph.ts`. Nobody keeps a list. */
export function subgraphNames(): string[] {
  return fs
    .readdirSync(FOLDER)
    .filter((name) => fs.existsSync(new URL(`${name}/subgraph.${EXTENSION}`, FOLDER)))
    .sort();
}

/**
 * Loads them all. `subgraph.ts` exports one function that takes what `settings.ts` (one function of the environment) returns; a
 * subgraph without settings has no `settings.ts`.
 */
export async function subgraphModules(): Promise<SubgraphModule[]> {
  return Promise.all(
    subgraphNames().map(async (name) => {
      const define = await onlyFunction(name, 'subgraph');
      const hasSettings = fs.existsSync(new URL(`${name}/settings.${EXTENSION}`, FOLDER));
      const settings = hasSettings ? await onlyFunction(name, 'settings') : () => undefined;
      return { name, define: (env: Environment) => define(settings(env)) as Subgraph };
    }),
  );
}

async function onlyFunction(name: string, file: string): Promise<(argument: unknown) => unknown> {
  const module = (await import(new URL(`${name}/${file}.${EXTENSION}`, FOLDER).href)) as Record<string, unknown>;
  const functions = Object.values(module).filter((value) => typeof value === 'function');
  if (functions.length !== 1) throw new Error(`subgraphs/${name}/${file}.ts has to export exactly one function.`);
  return functions[0] as (argument: unknown) => unknown;
}
