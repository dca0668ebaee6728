/**
 * Builds the playground and the page at `/` when their sources changed: `node gateway/site/playground/build.ts [--force]`. Needs Node >= 24 (it
 * runs as TypeScript) and writes dist/site/playground, dist/site/home and the stamp of what it was built from.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { build } from 'vite';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
const STAMP = join(ROOT, 'dist/site/playground/stamp.txt');
const SOURCES = ['gateway/site/playground', 'gateway/site/demo-accounts.ts', 'schema/operations', 'package-lock.json'];

/** Builds unless the last build was made from exactly these sources; tells whether it built. */
export async function buildPlayground(options: { force?: boolean } = {}): Promise<boolean> {
  const stamp = await stampOf(SOURCES);
  const built = await readFile(STAMP, 'utf8').catch(() => '');
  if (built === stamp && options.force !== true) return false;
  await build({ configFile: join(HERE, 'vite.config.ts') });
  await build({ configFile: join(HERE, 'vite.home.config.ts') });
  // Last, so that an interrupted build is not taken for a finished one.
  await writeFile(STAMP, stamp);
  return true;
}

/** One hash over names and contents of all sources, in an order that does not depend on the file system. */
async function stampOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(join(ROOT, source))) {
      hash
        .update(`${file.slice(ROOT.length)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.main) {
  const started = performance.now();
  const built = await buildPlayground({ force: argv.includes('--force') });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  stdout.write(built ? `playground built in ${seconds} s\n` : 'playground is up to date\n');
}
