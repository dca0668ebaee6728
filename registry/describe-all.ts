import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { SubgraphDescription } from './describe.ts';
import { subgraphNames } from './subgraph-names.ts';

/** Describes each subgraph from its built code, one operating-system process each. */
export async function describeAll(root: string): Promise<SubgraphDescription[]> {
  return Promise.all(subgraphNames(root).map((name) => describeInOwnProcess(root, name)));
}

async function describeInOwnProcess(root: string, name: string): Promise<SubgraphDescription> {
  const child = spawn(process.execPath, [join(root, 'dist/registry/describe.js'), root, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, faults, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`subgraphs/${name} cannot be described:\n${faults}`);
  return JSON.parse(out) as SubgraphDescription;
}
