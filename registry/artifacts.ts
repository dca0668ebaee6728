import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addressesOf } from './addresses.ts';
import { compose, type SubgraphText } from './compose.ts';
import type { SubgraphDescription } from './describe.ts';
import { eventsPage } from './events-page.ts';
import type { Finding } from './lint/finding.ts';
import { roverConfig } from './rover.ts';
import type { BusinessToCome } from './to-come.ts';

export interface Artifacts {
  readonly subgraphs: readonly SubgraphText[];
  readonly supergraph: string;
  readonly api: string;
  /** Path from the root -> text. */
  readonly files: ReadonlyMap<string, string>;
}

/** Everything that `npm run schema` writes, from the code as it is; or why it does not compose. */
export function artifactsOf(
  root: string,
  descriptions: readonly SubgraphDescription[],
  toCome: readonly BusinessToCome[] = [],
): Artifacts | { readonly errors: readonly string[] } {
  const names = descriptions.map(({ name }) => name);
  const addresses = addressesOf(names, readIfThere(join(root, 'rover.yaml')));
  const subgraphs = descriptions.map(({ name, sdl }) => ({ name, sdl, url: addresses.get(name) ?? '' }));
  const composed = compose(subgraphs);
  if (!('api' in composed)) return { errors: composed.errors };
  const files = new Map([
    ...subgraphs.map(({ name, sdl }) => [`schema/subgraphs/${name}.graphql`, sdl] as const),
    ['schema/supergraph.graphql', composed.supergraph] as const,
    ['schema/api.graphql', composed.api] as const,
    ['rover.yaml', roverConfig(subgraphs)] as const,
    ['docs/events.md', eventsPage(descriptions, toCome)] as const,
  ]);
  return { subgraphs, supergraph: composed.supergraph, api: composed.api, files };
}

export function writeArtifacts(root: string, { files }: Artifacts): void {
  for (const path of strays(root, files)) rmSync(join(root, path));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Where the committed files say something else than the code. */
export function drift(root: string, { files }: Artifacts): Finding[] {
  const say = (where: string, message: string): Finding => ({
    check: 'drift',
    where,
    message: `${message}: run npm run schema and commit it`,
  });
  const changed = [...files].flatMap(([path, text]) => {
    if (!existsSync(join(root, path))) return [say(path, 'is missing')];
    return readFileSync(join(root, path), 'utf8') === text ? [] : [say(path, 'differs from the code')];
  });
  return [...changed, ...strays(root, files).map((path) => say(path, 'belongs to no subgraph'))];
}

function strays(root: string, files: ReadonlyMap<string, string>): string[] {
  const folder = join(root, 'schema/subgraphs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => `schema/subgraphs/${name}`)
    .filter((path) => !files.has(path));
}

export function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
