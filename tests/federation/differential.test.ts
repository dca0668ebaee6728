import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { arenaOf, type Arena } from './arena.ts';
import { difference } from './compare.ts';
import { LIBRARY } from './library.fixture.ts';
import { numbersFrom, OperationGenerator } from './operation-generator.ts';

/** The same operations on every run; `--globals '{"SEED":7}'` explores others. */
const SEED = (globalThis as { SEED?: number }).SEED ?? 20_261_123;
const RUNS = 250;

describe.each([
  ['in one process', false],
  ['as over a wire', true],
])('our plan runner, %s, and the stock executor agree', (_, wire) => {
  const seed = wire ? SEED + 1 : SEED;
  let arena: Arena;
  beforeAll(async () => void (arena = await arenaOf(LIBRARY, wire)));
  afterAll(() => arena.graph.stop());

  test(`on ${RUNS} random queries (seed ${seed}), and no representation is sent twice`, async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(seed));
    for (let i = 0; i < RUNS; i++) expect(await difference(arena, generator.next())).toBeUndefined();
  }, 180_000);

  test(`on random mutations (seed ${seed})`, async () => {
    const generator = new OperationGenerator(arena.graph.snapshot.apiSchema, numbersFrom(seed), {
      kind: 'mutation',
      maxDepth: 3,
    });
    for (let i = 0; i < 60; i++) expect(await difference(arena, generator.next())).toBeUndefined();
  }, 30_000);

  test.each(TRAPS())('on the trap: %s', async (_, text, variables) => {
    expect(await difference(arena, { text, document: parse(text), variables })).toBeUndefined();
  });
});

/** Mutants of the aliasing rule and of the name rules: each was once a wrong answer of some executor. */
function TRAPS(): [string, string, Record<string, unknown>][] {
  return [
    [
      'one slot, two paths, different data under one key later',
      '{ a: copies { book { maker { id name } } } b: copies { book { maker { id name: nick } } } }',
      {},
    ],
    [
      'one slot with nested objects, two paths, different objects under one key later',
      '{ a: copies { borrower { friends { x: reviews { id } } } } b: copies { borrower { friends { x: made { id } } } } }',
      {},
    ],
    [
      'the same with a field of the same type',
      '{ a: copies { book { related { x: rating } } } b: copies { book { related { x: slug } } } }',
      {},
    ],
    [
      'the same below deduplicated entities',
      '{ a: people { favourite { x: title } } b: people { favourite { x: weight } } }',
      {},
    ],
    [
      'nested entities under two aliases',
      '{ a: reviews { by { friends { name } } } b: reviews { by { friends { name: id } } } }',
      {},
    ],
    [
      'value type from two subgraphs',
      '{ people { address { street city { name } } loans { book { size { width } } } desk { unit } } }',
      {},
    ],
    [
      'repeated entities with objects',
      '{ reviews { by { address { city { name } } } about { id title ... on Book { isbn { number } } } } }',
      {},
    ],
    [
      'names of Object.prototype',
      '{ people { __proto__: name constructor toString hasOwnProperty: id valueOf: friends { constructor: id } } }',
      {},
    ],
    ['__proto__ at the root', '{ __proto__: people { id name } constructor: books { toString: weight } }', {}],
    [
      '__proto__ as an entity field',
      '{ books { __proto__: weight maker { __proto__: address { __proto__: street } } } }',
      {},
    ],
    [
      'interface object, all implementations',
      '{ items { __typename id rating slug reviews { stars by { name } about { title } } } }',
      {},
    ],
    [
      'interface object at the root',
      '{ topRated { __typename rating title ... on Film { minutes copies { number } } } }',
      {},
    ],
    ['non-null bubbling through an entity', '{ people { strictName } books { maker { strictName } } }', {}],
    ['errors of several members of a batch', '{ books(first: 5) { weight shipping broken } items { rating } }', {}],
    ['a root field that fails', '{ alwaysBroken { title weight } books { brokenNever } }', {}],
    [
      'an entity that takes the whole list with it',
      '{ a: copy(number: 5) { borrower { name } } book(id: "1") { weight } }',
      {},
    ],
    ['a batch with an entity that throws', '{ copies { borrower { name address { street } } book { weight } } }', {}],
    [
      'null, unknown and repeated union members',
      '{ search { __typename ... on Item { title rating } ... on Person { name reviews { id } } } }',
      {},
    ],
    ['requires', 'query ($e: Boolean) { books { shipping(express: $e) s: shipping } }', { e: true }],
    ['requires with a default', 'query ($e: Boolean = true) { books { shipping(express: $e) } }', {}],
    [
      'skip and include, both ways',
      'query ($s: Boolean!) { books { title @skip(if: $s) weight @include(if: $s) ...F @include(if: $s) } } fragment F on Book { maker { name } }',
      { s: true },
    ],
    [
      'skip and include, the other way',
      'query ($s: Boolean!) { books { title @skip(if: $s) weight @include(if: $s) ...F @include(if: $s) } } fragment F on Book { maker { name } }',
      { s: false },
    ],
    [
      'introspection beside data',
      '{ __typename __schema { queryType { name } } t: __type(name: "Book") { fields { name } } shelf { best { __typename } } }',
      {},
    ],
    ['introspection with a variable', 'query ($n: String!) { __type(name: $n) { kind name } }', { n: 'Found' }],
    [
      'a variable called representations',
      'query ($representations: Int = 2, $r0: Boolean = true) { reviews { about { reviews(first: $representations) { id } } } copies { book { shipping(express: $r0) } } }',
      { representations: 1 },
    ],
    [
      'nulls in lists and lists of lists',
      '{ shelf { top { grid meta } books { grid size { unit } weight } best { ... on Film { poster(tint: [{ blue: 2 }]) } } } }',
      {},
    ],
  ];
}
