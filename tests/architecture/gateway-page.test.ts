import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** The table of features alone: the page has others, of figures. */
const lines = readFileSync('docs/gateway.md', 'utf8').split('\n');
const head = lines.findIndex((line) => /^\| feature +\|/.test(line));
const end = lines.findIndex((line, at) => at > head && !line.startsWith('|'));
const rows = lines
  .slice(head + 2, end)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, feature, ours]) => ({ feature: feature!, ours: ours! }))
  .filter(({ feature }) => !feature.startsWith('**'));

test('every yes of ours in the table of features names tests that are there, and nothing else is said there', () => {
  expect(rows.length).toBeGreaterThan(30);
  const wrong = rows.flatMap(({ feature, ours }) => {
    const tests = [...ours.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path]) => path!);
    if (/^(\*\*no\*\*|no\b|partly\b)/.test(ours)) return [];
    if (!/^yes(, opt-in)?: /.test(ours)) return [`${feature}: ${ours}`];
    if (tests.length === 0) return [`${feature}: names no test`];
    return tests.filter((path) => !existsSync(path)).map((path) => `${feature}: ${path} is not there`);
  });
  expect(wrong).toEqual([]);
});
