import fs from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type JestRuntime from 'jest-runtime';

/** One test file, and the modules of ours that it and nobody else has. */
export interface TestRun {
  readonly number: number;
  /** What `@jest/globals` gives. */
  readonly globals: Readonly<Record<string, unknown>>;
  readonly transformer: ConstructorParameters<typeof JestRuntime.default>[3];
  /** By the URL of a module, where its source map lies: for the lines that a stack tells. */
  readonly sourceMaps: Map<string, string>;
}

const ROOT = pathToFileURL(`${path.resolve(import.meta.dirname, '../..')}/`).href;
const GLOBALS = 'jest-globals:';
const OPTIONS = {
  isInternalModule: false,
  instrument: false,
  collectCoverage: false,
  collectCoverageFrom: [] as string[],
  coverageProvider: 'v8' as const,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

let current: TestRun;
/** By file, for every run of this worker: sources do not change under a run. */
const compiled = new Map<string, { readonly code: string; readonly sourceMapPath: string | null }>();

/**
 * Imports a test file. What is ours below it is loaded anew, under URLs that end in the number of the run; packages are the worker's.
 */
export function importIn(run: TestRun, file: URL): Promise<unknown> {
  current = run;
  return import(`${file.href}?run=${run.number}`);
}

registerHooks({
  resolve(specifier, context, next) {
    const run = /\?run=\d+$/.exec(context.parentURL ?? '')?.[0];
    if (run === undefined) return next(specifier, context);
    if (specifier === '@jest/globals') return { url: `${GLOBALS}${run}`, format: 'module', shortCircuit: true };
    const found = next(specifier, { ...context, conditions: ['source', ...context.conditions] });
    return isOurs(found.url) ? { ...found, url: `${found.url}${run}`, format: 'module' } : found;
  },
  load(url, context, next) {
    if (url.startsWith(GLOBALS)) return { format: 'module', shortCircuit: true, source: globalsModule() };
    if (!/\?run=\d+$/.test(url)) return next(url, context);
    const { code, sourceMapPath } = compile(fileURLToPath(url));
    if (sourceMapPath !== null) current.sourceMaps.set(url, sourceMapPath);
    return { format: 'module', shortCircuit: true, source: code };
  },
});

function isOurs(url: string): boolean {
  return url.startsWith(ROOT) && url.endsWith('.ts') && !url.includes('/node_modules/');
}

function compile(file: string) {
  const known = compiled.get(file);
  if (known) return known;
  const { code, sourceMapPath } = current.transformer.transform(file, OPTIONS, fs.readFileSync(file, 'utf8'));
  // where it lies, not under which number it was loaded: some look at how it ends
  const placed = code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
  const made = { code: placed, sourceMapPath };
  compiled.set(file, made);
  return made;
}

/** A module as `@jest/globals` would be; its values are handed over in a global of the environment's time. */
function globalsModule(): string {
  const key = 'globals of jest';
  Object.assign(globalThis, { [key]: current.globals });
  const names = Object.keys(current.globals).join(', ');
  return `export const { ${names} } = globalThis[${JSON.stringify(key)}];`;
}
