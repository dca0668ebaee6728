import { expect, test } from '@jest/globals';
import type { Rooms } from '../access/matrix.ts';
import { viewerDependence } from './viewer-independence.ts';

const SAME = '@tag(name: "viewer-independent")';
const found = (sdl: string, access: Rooms['access'] = {}, neighbour = ''): string[] => {
  const rooms: Rooms[] = [
    { name: 'news', sdl, access },
    ...(neighbour ? [{ name: 'authors', sdl: neighbour, access: {} }] : []),
  ];
  return viewerDependence(rooms).map(({ where, message }) => `${where} ${message}`);
};
const sentence = (where: string, why: string) =>
  `${where} promises with its tag to be the same for everybody, but ${why}`;
const depends = (place: string, on: string) =>
  `${place} has ${on}, which depends on who asks: take one of the two away`;

test.each<[string, string, string]>([
  [
    '@requiresScopes on the field',
    `type News { text: String ${SAME} @requiresScopes(scopes: [["a"]]) }`,
    depends('it', '@requiresScopes'),
  ],
  ['@policy on its type', `type News @policy(policies: [["p"]]) { text: String ${SAME} }`, depends('News', '@policy')],
  [
    '@policy on the type that it gives',
    `type News { text: Text ${SAME} } type Text @policy(policies: [["p"]]) { body: String }`,
    depends('Text', '@policy'),
  ],
  [
    'an answer that is kept for one reader',
    `type News ${SAME} { text: String @cacheControl(maxAge: 3, scope: PRIVATE) }`,
    depends('it', '@cacheControl(scope: PRIVATE)'),
  ],
  [
    'a type whose answers are kept for one reader',
    `type News @cacheControl(scope: PRIVATE) { text: String ${SAME} }`,
    depends('News', '@cacheControl(scope: PRIVATE)'),
  ],
  [
    'an input without the tag',
    `type News { text: String @external more: Text @external, text: String ${SAME} @requires(fields: "more { body }") }
     type Text { body: String }`,
    'it is computed from News.more, which has no such tag: tag that as well, if it is true of it',
  ],
])('what is marked the same for everybody, and has %s, is found', (_, sdl, why) => {
  expect(found(sdl)[0]).toBe(sentence('news.graphql News.text', why));
});

test('an interface is asked as its types are', () => {
  expect(found(`interface News { text: String ${SAME} @policy(policies: [["p"]]) }`)).toEqual([
    sentence('news.graphql News.text', depends('it', '@policy')),
  ]);
});

test('a rule of the subgraph that asks who it is contradicts the mark; a sign-in does not', () => {
  const sdl = `type News ${SAME} { text: String @authenticated }`;
  for (const rule of ['open', 'signedIn']) expect(found(sdl, { 'News.text': rule })).toEqual([]);
  expect(found(sdl, { 'News.text': 'the author of the news' })).toEqual([
    sentence(
      'news.graphql News.text',
      'its subgraph asks for more than a sign-in (the author of the news): take the tag away, or let everybody have it',
    ),
  ]);
});

test('what another subgraph says of the same field counts as well', () => {
  const sdl = `type News @key(fields: "id") { id: ID! text: String ${SAME} }`;
  const neighbour = 'type News @key(fields: "id") { id: ID! text: String @shareable @requiresScopes(scopes: [["a"]]) }';
  expect(found(sdl)).toEqual([]);
  const why = depends('it', '@requiresScopes');
  expect(found(sdl, {}, neighbour)).toEqual([
    sentence('news.graphql News.text', why),
    sentence('authors.graphql News.text', why),
  ]);
});

test('what carries no mark, or is computed from what carries it, passes', () => {
  expect(
    found(`
      type News { text: String @policy(policies: [["p"]]) more: Text @external ${SAME} sum: String ${SAME} @requires(fields: "more { body }") }
      type Text ${SAME} { body: String }`),
  ).toEqual([]);
});
