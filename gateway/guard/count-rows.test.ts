import { expect, test } from '@jest/globals';
import { parse, type OperationDefinitionNode } from 'graphql';
import { countRows } from './count-rows.ts';

const rows = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text);
  return countRows(document, document.definitions[0] as OperationDefinitionNode, variables);
};

test('a page counts its rows, and what hangs on each row once per row', () => {
  expect(rows('{ me { id } }')).toBe(0);
  expect(rows('{ people(first: 50) { edges { node { id } } } }')).toBe(50);
  expect(rows('{ people(first: 100) { edges { node { praise(first: 100) { edges { node { id } } } } } } }')).toBe(
    10_100,
  );
});

test('a variable counts as it was given, a page of unsaid size as twenty', () => {
  const text = 'query ($n: Int) { people(first: $n) { edges { node { id } } } }';
  expect(rows(text, { n: 7 })).toBe(7);
  expect(rows(text)).toBe(20);
  expect(rows('{ people { edges { cursor } } }')).toBe(20);
});

test('aliases and fragments hide nothing, and a nest of fragments is counted in a moment', () => {
  const page = 'people(first: 10) { edges { cursor } }';
  expect(rows(`{ a: ${page} b: ${page} ...F } fragment F on Query { c: ${page} }`)).toBe(30);
  const nest = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ');
  const startedAt = performance.now();
  expect(rows(`{ ...F0 } ${nest} fragment F60 on Query { ${page} }`)).toBeGreaterThan(1e18);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('a negative page buys nothing off', () => {
  expect(
    rows('query ($n: Int) { a: people(first: $n) { edges { cursor } } b: people(first: 5) { edges { cursor } } }', {
      n: -100,
    }),
  ).toBe(5);
});
