import { fileURLToPath } from 'node:url';
import type { EventContract } from '#kernel/event';
import { definitionOf } from '#registry/definition';
import { subgraphNames } from '../subgraph-modules.ts';

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** `producer/aggregate` -> the subgraphs with a reaction to some event of it: those that the producer's relay would serve. */
export async function listeners(): Promise<ReadonlyMap<string, readonly string[]>> {
  const heard = new Map<string, string[]>();
  for (const name of subgraphNames()) {
    const folder = fileURLToPath(new URL(`../../subgraphs/${name}`, import.meta.url));
    const { reactions } = await definitionOf(folder, EXTENSION);
    for (const stream of new Set(reactions.map(({ hears }) => streamOf(hears)))) {
      heard.set(stream, [...(heard.get(stream) ?? []), name]);
    }
  }
  return heard;
}

export const streamOf = ({ producer, aggregate }: Pick<EventContract, 'producer' | 'aggregate'>): string =>
  `${producer}/${aggregate}`;
