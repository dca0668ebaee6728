import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_OURS = /(^|\/)(node_modules|dist|\.git|\.data|\.cache)(\/|$)/;

function pages(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.test(path) || entry.isSymbolicLink()) return [];
    return entry.isDirectory() ? pages(path) : path.endsWith('.md') ? [path] : [];
  });
}

/** Paths that a page names: links to files, and `code` that looks like a file with a folder before it. */
function named(text: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, path]) => path!);
  const code = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|md|yaml|yml|graphql))`/g)].map(
    ([, path]) => path!,
  );
  return [...links, ...code];
}

test('every file that a page names is there: beside it, under the root, or under the subgraph it is about', () => {
  const missing = pages().flatMap((page) =>
    named(readFileSync(join(ROOT, page), 'utf8'))
      .filter(
        (path) =>
          ![dirname(page), '', 'subgraphs/users', 'gateway', 'chassis'].some((base) =>
            existsSync(join(ROOT, base, path)),
          ),
      )
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every folder of the first screen has a README', () => {
  const bare = readdirSync(ROOT, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && !entry.name.startsWith('.') && !NOT_OURS.test(entry.name) && entry.name !== 'coverage',
    )
    .filter(({ name }) => !existsSync(join(ROOT, name, 'README.md')));
  expect(bare.map(({ name }) => name)).toEqual([]);
});
