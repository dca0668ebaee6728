import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventContract } from '#kernel/event';
import { describeEvent, type EventDescription } from './describe.ts';
import { subgraphNames } from './subgraph-names.ts';

/** A business that has not moved in: of its folder there is only `published/`, so that its neighbours can react to it already. */
export interface BusinessToCome {
  readonly name: string;
  readonly events: readonly EventDescription[];
}

/** Describes the contracts of businesses that have not moved in, from the built code. */
export async function businessesToCome(root: string): Promise<BusinessToCome[]> {
  const here = new Set(subgraphNames(root));
  const names = readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !here.has(entry.name))
    .map(({ name }) => name)
    .sort();
  const described = names.map(async (name) => ({
    name,
    events: (await contractsOf(join(root, 'dist/subgraphs', name, 'published'))).map(describeEvent),
  }));
  return (await Promise.all(described)).filter(({ events }) => events.length > 0);
}

async function contractsOf(room: string): Promise<EventContract[]> {
  if (!existsSync(room)) return [];
  const files = readdirSync(room)
    .filter((file) => file.endsWith('.events.js'))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(room, file)).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(isContract));
}

function isContract(value: unknown): value is EventContract {
  return typeof value === 'object' && value !== null && 'aggregate' in value && 'when' in value && 'body' in value;
}
