import { describe, expect, test } from '@jest/globals';
import type { SubgraphText } from '../compose.ts';
import { borrowedPrivacy } from './borrowed-privacy.ts';

const people = (mail: string) => `
  type Person @key(fields: "id") { id: ID! mail: String ${mail} size: Size cover: Cover }
  type Size { wide: Int secret: Int @policy(policies: [["owner"]]) }
  interface Cover { colour: String }
  type Paper implements Cover { colour: String @authenticated }
  type Wood implements Cover { colour: String }`;
const found = (mail: string, neighbour: string): string[] => {
  const texts: SubgraphText[] = [
    { name: 'people', url: '', sdl: people(mail) },
    { name: 'post', url: '', sdl: neighbour },
  ];
  return borrowedPrivacy(texts).map(({ where, message }) => `${where}: ${message}`);
};
const person = (fields: string, head = '') =>
  `type Person ${head} @key(fields: "id") { id: ID! mail: String @external size: Size @external cover: Cover @external ${fields} }`;

describe('a field that is computed from a private one', () => {
  test('has to be at least as private', () => {
    const open = person('card: String @requires(fields: "mail")');
    expect(found('', open)).toEqual([]);
    expect(found('@authenticated', open)).toEqual([
      'post.graphql Person.card: is computed from Person.mail, which is more private: it needs @authenticated as well',
    ]);
    expect(found('@authenticated', person('card: String @authenticated @requires(fields: "mail")'))).toEqual([]);
    expect(found('@authenticated', person('card: String @requires(fields: "mail")', '@authenticated'))).toEqual([]);
  });

  test.each([
    ['@requiresScopes(scopes: [["a"]])', '@authenticated', false],
    ['@authenticated', '@requiresScopes(scopes: [["a"]])', true],
    ['@requiresScopes(scopes: [["a"]])', '@requiresScopes(scopes: [["a", "b"]])', true],
    ['@requiresScopes(scopes: [["a", "b"]])', '@requiresScopes(scopes: [["a"]])', false],
    ['@requiresScopes(scopes: [["a"], ["b"]])', '@requiresScopes(scopes: [["b"]])', true],
    ['@requiresScopes(scopes: [["b"]])', '@requiresScopes(scopes: [["a"], ["b"]])', false],
    ['@policy(policies: [["p"]])', '@requiresScopes(scopes: [["p"]])', false],
    ['@authenticated', '@policy(policies: [["p"]])', false],
  ])('%s is covered by %s: %s', (needed, own, covered) => {
    expect(found(needed, person(`card: String ${own} @requires(fields: "mail")`)).length === 0).toBe(covered);
  });

  test('through objects, and through any type of an interface', () => {
    expect(found('', person('fits: Boolean @requires(fields: "size { wide secret }")'))).toEqual([
      'post.graphql Person.fits: is computed from Size.secret, which is more private: it needs @policy(policies: [["owner"]]) as well',
    ]);
    expect(found('', person('fits: Boolean @requires(fields: "size { wide }")'))).toEqual([]);
    expect(found('', person('wrap: String @requires(fields: "cover { colour }")'))).toEqual([
      'post.graphql Person.wrap: is computed from Paper.colour, which is more private: it needs @authenticated as well',
    ]);
    expect(found('', person('wrap: String @requires(fields: "cover { ... on Wood { colour } }")'))).toEqual([]);
  });
});

test('a field that hands a private one on has to be at least as private', () => {
  const letters = (own: string) => `
    type Person @key(fields: "id") { id: ID! mail: String @external }
    type Letter { to: Person ${own} @provides(fields: "mail") }`;
  expect(found('@authenticated', letters(''))).toEqual([
    'post.graphql Letter.to: hands on Person.mail, which is more private: it needs @authenticated as well',
  ]);
  expect(found('@authenticated', letters('@authenticated'))).toEqual([]);
});

test('an entity whose key is private has to be private itself', () => {
  const keyed = (head: string) => `type Person ${head} @key(fields: "mail") { mail: String }`;
  expect(found('@authenticated', keyed(''))).toEqual([
    'post.graphql Person: has the private Person.mail in its key { mail }, which every reference to it carries: the type needs @authenticated as well, or another key',
  ]);
  expect(found('@authenticated', keyed('@authenticated'))).toEqual([]);
});
