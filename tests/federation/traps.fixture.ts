/** Mutants of the aliasing rule and of the name rules: each was once a wrong answer of some executor. */
export const TRAPS: readonly [string, string, Record<string, unknown>][] = [
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
  [
    'an interface object answers before a fetch by the object type',
    '{ people { favourite { rating slug weight shipping brokenNever __proto__: rating } } }',
    {},
  ],
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
