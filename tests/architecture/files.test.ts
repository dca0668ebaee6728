import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', '.cache', 'coverage']);
const GENERATED = ['tests/journeys/gql/'];
const ROOMS = [
  'domain',
  'actions',
  'reads',
  'storage',
  'graphql',
  'published',
  'reactions',
  'outside',
  'parts',
  'testing',
];

function walk(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name) && !entry.isSymbolicLink())
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [`${path}/`, ...walk(path)] : [path];
    })
    .filter((path) => !GENERATED.some((generated) => path.startsWith(generated)));
}

const paths = walk();
const sources = paths.filter((path) => /\.(ts|tsx|mts|js|mjs|cjs)$/.test(path));
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test('no source file is longer than 250 lines', () => {
  const long = sources
    .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 250);
  expect(long).toEqual([]);
});

test('no file or folder is a drawer named utils, helpers, common, shared, misc or lib', () => {
  const drawer = /^(utils?|helpers?|common|shared|misc|lib)(\.|$)/;
  expect(paths.filter((path) => drawer.test(basename(path)))).toEqual([]);
});

test('a subgraph has only the rooms that the import rules know, so no room escapes them', () => {
  const strange = paths
    .map((path) => /^subgraphs\/[^/]+\/([^/]+)(\/?)/.exec(path))
    .filter((found) => found !== null)
    .filter(([, name = '', slash]) =>
      slash ? !ROOMS.includes(name) : !/^(README\.md|(subgraph|main|settings)(\.test)?\.ts)$/.test(name),
    )
    .map(([path]) => path);
  expect([...new Set(strange)]).toEqual([]);
});

test('only a settings file names process.env (eslint says it per line; this says it for every kind of file)', () => {
  const allowed =
    /settings\.ts$|^platform\/run|^tests\/|^bench\/|^registry\/|(^|\/)testing\/|\.test\.ts$|\.config\.|^codegen\.ts$/;
  expect(
    sources.filter(
      (path) => !allowed.test(path) && /process\.env\b/.test(textOf(path).replace(/\/\*[^]*?\*\/|\/\/.*/g, '')),
    ),
  ).toEqual([]);
});

test('a rule is switched off on a line only with a reason', () => {
  const silent = sources.flatMap((path) =>
    textOf(path)
      .split('\n')
      .filter(
        (line) =>
          /(eslint-disable|@ts-expect-error|@ts-ignore)/.test(line) &&
          !/(eslint-disable\S* \S.* -- \S|@ts-expect-error -- \S)/.test(line),
      )
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(silent.filter((line) => !line.startsWith('tests/architecture/files.test.ts'))).toEqual([]);
});

test('no work is left behind as a note to do it later', () => {
  const word = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|X${'XX'})\\b`);
  expect(sources.filter((path) => word.test(textOf(path)))).toEqual([]);
});
