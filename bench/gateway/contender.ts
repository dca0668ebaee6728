import { startOurs, type Ours } from './ours.ts';
import { startCompiledMonolith, startMonolith, startStock } from './apollo.ts';
import { supergraph } from './subgraphs.ts';

/** One contender in a fresh process; tells where it listens. */
export type Start =
  { readonly kind: 'ours'; readonly ours: Ours } | { readonly kind: 'stock' | 'monolith' | 'compiled' };

const [start, urls] = process.argv.slice(2).map((text) => JSON.parse(text) as unknown) as [
  Start,
  Record<string, string>,
];
const begun = await begin();
process.send?.({ ...begun, pid: process.pid });
process.on('disconnect', () => process.exit(0));

async function begin(): Promise<{ url: string; headers: Record<string, string> }> {
  switch (start.kind) {
    case 'ours':
      return startOurs(urls, start.ours);
    case 'stock':
      return { url: await startStock(supergraph((name) => urls[name]!)), headers: {} };
    case 'monolith':
      return { url: await startMonolith(), headers: {} };
    case 'compiled':
      return { url: await startCompiledMonolith(), headers: {} };
  }
}
