import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The subgraphs are the folders of subgraphs/ that have a subgraph.ts: nobody keeps a list. */
export function subgraphNames(root: string): string[] {
  const folder = join(root, 'subgraphs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'subgraph.ts')))
    .sort();
}
