import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Subgraph } from '#chassis/mount/subgraph';

/**
 * The definition that a subgraph.ts exports: the `Subgraph` itself, or a function of its settings that returns it. A schema that
 * reads its settings would differ from machine to machine, so here there are none to read.
 */
export async function definitionOf(folder: string, extension: 'ts' | 'js'): Promise<Subgraph> {
  const module = (await import(pathToFileURL(join(folder, `subgraph.${extension}`)).href)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(module)) {
    const made: unknown =
      typeof value === 'function' && !isClass(value) ? (value as (none: object) => unknown)(noSettings(name)) : value;
    if (isSubgraph(made)) return made;
  }
  throw new Error(`${folder}/subgraph.ts exports no Subgraph, and no function of its settings that returns one`);
}

function isSubgraph(value: unknown): value is Subgraph {
  return (
    typeof value === 'object' && value !== null && 'resolvers' in value && 'access' in value && 'publishes' in value
  );
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function noSettings(name: string): object {
  return new Proxy(
    {},
    {
      get: (_, setting) => {
        throw new Error(
          `${name}() reads the setting ${String(setting)}: a subgraph is defined without settings, only open() may use them`,
        );
      },
    },
  );
}
