import { print, parse } from 'graphql';
import { expect, test } from '@jest/globals';
import { compose } from '../compose.ts';
import { idArguments } from './id-arguments.ts';
import { accessDirectives, accessMatrix, type Rooms } from './matrix.ts';
import { fieldFindings, fieldTable, idFindings } from './tables.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@authenticated", "@requiresScopes"])
type User @key(fields: "id") { id: ID! name: String @authenticated mail: String @requiresScopes(scopes: [["user.list"]]) }
type Secret @authenticated { word: String }
input Where { userId: ID, also: Where, ownerIds: [ID!], text: String }
type Query { user(id: ID!): User users(where: Where): [User!] secret: Secret keys(sessionId: String!): String @inaccessible }`;
const rooms: Rooms[] = [
  {
    name: 'users',
    sdl: SDL,
    access: {
      ...{
        'User.id': 'open',
        'User.name': 'signedIn',
        'User.mail': 'permission(user.list)',
        'Secret.word': 'signedIn',
      },
      ...{ 'Query.user': 'open', 'Query.users': 'open', 'Query.secret': 'signedIn', 'Query.keys': 'gateway' },
    },
  },
];
const ROLES = { GUEST: ['user.read'], ADMIN: ['user.read', 'user.list'] };
const composed = compose([{ name: 'users', url: 'http://localhost:4001/graphql', sdl: SDL }]);
const supergraph = parse('supergraph' in composed ? composed.supergraph : '');

const yamlOf = (matrix: ReadonlyMap<string, string>) =>
  JSON.stringify(
    [...matrix].reduce<Record<string, Record<string, string>>>((nested, [coordinate, cell]) => {
      const [type, field] = coordinate.split('.') as [string, string];
      return { ...nested, [type]: { ...nested[type], [field]: cell } };
    }, {}),
  );

test('the matrix says who passes the door by the real rules, and what the room behind it says', async () => {
  expect(Object.fromEntries(await accessMatrix(supergraph, rooms, ROLES))).toEqual({
    'Query.keys': 'no client [inaccessible] | users: gateway',
    'Query.secret': 'everyone | users: signedIn',
    'Query.user': 'everyone | users: open',
    'Query.users': 'everyone | users: open',
    'Secret.word': 'signed in [authenticated] | users: signedIn',
    'User.id': 'everyone | users: open',
    'User.mail': 'ADMIN [requiresScopes(user.list)] | users: permission(user.list)',
    'User.name': 'signed in [authenticated] | users: signedIn',
  });
});

test('taking away any one directive, or any one rule, is found', async () => {
  const table = yamlOf(await accessMatrix(supergraph, rooms, ROLES));
  expect(fieldFindings(fieldTable(table), await accessMatrix(supergraph, rooms, ROLES))).toEqual([]);
  const sites = accessDirectives(supergraph);
  expect(sites.map(({ coordinate }) => coordinate).sort()).toEqual(['Query.keys', 'Secret', 'User.mail', 'User.name']);
  for (const { without } of sites) {
    expect(fieldFindings(fieldTable(table), await accessMatrix(without(), rooms, ROLES))).toHaveLength(1);
  }
  for (const field of Object.keys(rooms[0]!.access)) {
    const { [field]: _gone, ...access } = rooms[0]!.access;
    const [found, ...more] = fieldFindings(
      fieldTable(table),
      await accessMatrix(supergraph, [{ ...rooms[0]!, access }], ROLES),
    );
    expect(found).toMatchObject({ where: field, message: expect.stringContaining('has no rule') });
    expect(more).toEqual([]);
  }
});

test('every id that an operation takes must be classified, deep in inputs too; a stale line is found', () => {
  const ids = idArguments(print(supergraph));
  expect(ids).toEqual([
    'Query.keys(sessionId)',
    'Query.user(id)',
    'Query.users(where.ownerIds)',
    'Query.users(where.userId)',
  ]);
  const table =
    'Query.keys(sessionId): internal\nQuery.user(id): UNCLASSIFIED\nQuery.users(where.ownerIds): own\nQuery.gone(id): own';
  expect(idFindings(table, ids).map(({ where }) => where)).toEqual([
    'Query.user(id)',
    'Query.users(where.userId)',
    'Query.gone(id)',
  ]);
});
