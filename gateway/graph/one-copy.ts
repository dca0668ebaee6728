import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** They exchange instances of each other's classes: a second copy of any of them breaks nearly every query. */
const FAMILY = [
  '@apollo/gateway',
  '@apollo/composition',
  '@apollo/query-planner',
  '@apollo/query-graphs',
  '@apollo/federation-internals',
];
/** Everyone who hands GraphQL schemas or documents to somebody else. */
const USERS_OF_GRAPHQL = [
  ...FAMILY,
  '@apollo/subgraph',
  '@apollo/server',
  '@graphql-tools/utils',
  'graphql-ws',
  'type-graphql',
];

interface Copy {
  readonly folder: string;
  readonly version: string;
}

type Resolver = ReturnType<typeof createRequire>;

/**
 * Throws, naming the copies, unless every federation package and `graphql` is installed exactly once and the family has one version.
 * `root` is only for tests.
 */
export function assertOneCopy(root: string = import.meta.url): void {
  const here = createRequire(root);
  const gateway = createRequire(entryOf(here, '@apollo/gateway'));
  const familyFolders = FAMILY.map((name) => {
    const own = copyOf(tryEntry(here, name) ?? entryOf(gateway, name), name);
    for (const user of FAMILY) assertSame(name, own, user, from(here, gateway, user));
    return own;
  });
  const versions = new Set(familyFolders.map((copy) => copy.version));
  if (versions.size > 1)
    throw new Error(`@apollo federation packages must have one version, found ${[...versions].join(', ')}`);
  const graphql = copyOf(entryOf(here, 'graphql'), 'graphql');
  for (const user of USERS_OF_GRAPHQL) assertSame('graphql', graphql, user, from(here, gateway, user));
}

function from(here: Resolver, gateway: Resolver, user: string): Resolver | undefined {
  const entry = tryEntry(here, user) ?? tryEntry(gateway, user);
  return entry === undefined ? undefined : createRequire(entry);
}

function assertSame(name: string, own: Copy, user: string, resolver: Resolver | undefined): void {
  const entry = resolver && tryEntry(resolver, name);
  if (entry === undefined) return; // this user does not depend on it
  const seen = copyOf(entry, name);
  if (seen.folder !== own.folder)
    throw new Error(
      `two copies of ${name}: ${own.version} in ${own.folder} and, for ${user}, ${seen.version} in ${seen.folder}`,
    );
}

function tryEntry(resolver: Resolver, name: string): string | undefined {
  try {
    return resolver.resolve(name);
  } catch {
    return undefined;
  }
}

function entryOf(resolver: Resolver, name: string): string {
  const entry = tryEntry(resolver, name);
  if (entry === undefined) throw new Error(`${name} is not installed`);
  return entry;
}

/** The package folder above an entry file: the nearest package.json that carries the package's name. */
function copyOf(entry: string, name: string): Copy {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === name) return { folder: realpathSync(folder), version: manifest.version ?? 'unknown' };
    } catch {
      continue; // no package.json here: look one folder higher
    }
  }
  throw new Error(`no package.json of ${name} above ${entry}`);
}
