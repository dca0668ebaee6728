import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { addressesOf } from './addresses.ts';
import { artifactsOf, drift, writeArtifacts, type Artifacts } from './artifacts.ts';
import { breakingChanges } from './breaking.ts';
import { checkSchema } from './check.ts';
import { compose, type SubgraphText } from './compose.ts';
import type { SubgraphDescription } from './describe.ts';
import { lintSchema } from './lint/lint.ts';
import { PLANTED } from './lint/requires-chains.fixture.ts';
import { invalidOperations } from './operations.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@authenticated", "@requiresScopes"])';
const USERS = `${LINK}
"A person." type User @key(fields: "id") { "Key." id: ID! "Name." name: String! @authenticated "Mail." email: String @requiresScopes(scopes: [["user.list"]]) }
"A no." interface Refusal { "Code." code: String! "Text." message: String! }
"Taken." type NameTaken implements Refusal { "Code." code: String! "Text." message: String! }
"Renamed." type Renamed { "Who." user: User! }
"Answer." union RenameUserResult = Renamed | NameTaken
"What." input RenameUserInput { "New." name: String! }
type Query { "Asker." me: User @authenticated "Keys." signingKeys: String @inaccessible }
type Mutation { "Renames." renameUser("What." input: RenameUserInput!): RenameUserResult @authenticated }`;
const XP = `${LINK}
"A person." type User @key(fields: "id") { "Key." id: ID! "Points." xp: Int }
"An award." type Award { "Who." user: User }
type Query { "Last." lastAward: Award }`;

const text = (users = USERS, xp = XP): SubgraphText[] => [
  { name: 'users', url: 'http://localhost:4001/graphql', sdl: users },
  { name: 'gamification', url: 'http://localhost:4004/graphql', sdl: xp },
];
const described = (sdl: string, name: string): SubgraphDescription => ({
  name,
  sdl,
  access: {},
  hears: name === 'gamification' ? [{ reaction: 'award-when-verified', event: 'user.verified v1' }] : [],
  events:
    name === 'users'
      ? [
          {
            producer: 'users',
            type: 'user.verified',
            version: 1,
            aggregate: 'user',
            when: 'When the link was followed.',
            body: { properties: { at: { type: 'string' } } },
          },
        ]
      : [],
});
const made = (root: string, xp = XP) =>
  artifactsOf(root, [described(USERS, 'users'), described(xp, 'gamification')]) as Artifacts;

function inFolder<T>(work: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'registry-'));
  const done = () => rmSync(root, { recursive: true });
  try {
    const result = work(root);
    if (result instanceof Promise) return result.finally(done) as T;
    done();
    return result;
  } catch (fault) {
    done();
    throw fault;
  }
}

function composed(subgraphs: SubgraphText[]): { supergraph: string; api: string } {
  const result = compose(subgraphs);
  if (!('api' in result)) throw new Error(result.errors.join('\n'));
  return result;
}

describe('composition', () => {
  test('the supergraph keeps the access directives and the routing URLs; the API shows neither them nor what is inaccessible', () => {
    const { supergraph, api } = composed(text());
    expect(supergraph).toMatch(/name: String! @join__field.*@authenticated/);
    expect(supergraph).toContain('@requiresScopes(scopes: [["user.list"]])');
    expect(supergraph).toContain('url: "http://localhost:4004/graphql"');
    expect(api).not.toMatch(/@authenticated|join__|signingKeys/);
    expect(api).toContain('xp: Int');
  });

  test.each([
    ['the same field in two subgraphs', text(USERS, XP.replace('xp: Int', 'xp: Int "Name." name: String!'))],
    ['a type that nothing defines', text(USERS.replace('me: User', 'me: Person'))],
    ['a key field that does not exist', text(USERS.replace('@key(fields: "id")', '@key(fields: "uid")'))],
    ['one type with two kinds', text(USERS, `${XP}\n"No." scalar RenameUserInput`)],
  ])('both composers refuse %s', (_, subgraphs) => {
    const result = compose(subgraphs);
    expect(result.errors.length).toBeGreaterThan(0);
    expect(result.errors.join()).not.toContain('disagree');
  });

  test('a port never moves, and a ninth subgraph gets the next free one', () => {
    const rover = 'subgraphs: { users: { routing_url: "http://users.internal:9/graphql" } }';
    expect([...addressesOf(['gamification', 'grants', 'users', 'zoo'], rover).values()]).toEqual([
      'http://users.internal:9/graphql',
      'http://localhost:4004/graphql',
      'http://localhost:4009/graphql',
      'http://localhost:4010/graphql',
    ]);
  });
});

describe('the files', () => {
  test('what was written does not drift; a changed, missing or stray file does', () =>
    inFolder((root) => {
      writeArtifacts(root, made(root));
      expect(drift(root, made(root))).toEqual([]);
      writeFileSync(join(root, 'schema/subgraphs/ghost.graphql'), '');
      rmSync(join(root, 'rover.yaml'));
      const changed = drift(root, made(root, XP.replace('Points.', 'Experience.')));
      expect(changed.map(({ where }) => where)).toEqual([
        'schema/subgraphs/gamification.graphql',
        'schema/supergraph.graphql',
        'schema/api.graphql',
        'rover.yaml',
        'schema/subgraphs/ghost.graphql',
      ]);
    }));

  test('rover.yaml is a supergraph configuration, and docs/events.md says when a fact fires and who hears it', () => {
    const { files } = made('/nowhere');
    expect(parse(files.get('rover.yaml') ?? '')).toEqual({
      federation_version: '=2.14.4',
      subgraphs: {
        users: { routing_url: 'http://localhost:4001/graphql', schema: { file: 'schema/subgraphs/users.graphql' } },
        gamification: {
          routing_url: 'http://localhost:4004/graphql',
          schema: { file: 'schema/subgraphs/gamification.graphql' },
        },
      },
    });
    expect(files.get('docs/events.md')).toMatch(/user\.verified v1[^]*followed[^]*gamification: award-when-verified/);
  });

  test('the whole check passes on a good schema, and asks for a publication when there is none', () =>
    inFolder(async (root) => {
      const artifacts = made(root);
      writeArtifacts(root, artifacts);
      expect((await checkSchema(root, artifacts)).map(({ check }) => check)).toEqual(['breaking']);
      mkdirSync(join(root, 'schema/published'));
      writeFileSync(join(root, 'schema/published/api.graphql'), artifacts.api);
      expect(await checkSchema(root, artifacts)).toEqual([]);
      expect((await checkSchema(root, { ...artifacts, supergraph: PLANTED })).map(({ check }) => check)).toEqual([
        'requires-chain',
      ]);
    }));
});

describe('the lint names', () => {
  const lint = (subgraphs: SubgraphText[]) =>
    lintSchema(subgraphs, composed(subgraphs).api).map(({ check, where }) => `${check} ${where}`);

  test('nothing in a good schema', () => expect(lint(text())).toEqual([]));

  test.each<[string, string, SubgraphText[]]>([
    ['a type without a description', 'described users Renamed', text(USERS.replace('"Renamed." ', ''))],
    ['a field without one', 'described users User.name', text(USERS.replace('"Name." ', ''))],
    [
      'an argument without one',
      'described users Mutation.renameUser(input:)',
      text(USERS.replace('renameUser("What." ', 'renameUser(')),
    ],
    ['an input field without one', 'described users RenameUserInput.name', text(USERS.replace('"New." ', ''))],
    ['an enum value without one', 'described users Tone.LOUD', text(`${USERS}\n"T." enum Tone { LOUD }`)],
    ['a required root field', 'nullable users Query.me', text(USERS.replace('me: User', 'me: User!'))],
    ['a required contributed field', 'nullable gamification User.xp', text(USERS, XP.replace('xp: Int', 'xp: Int!'))],
    ['a required reference', 'nullable gamification Award.user', text(USERS, XP.replace('user: User', 'user: User!'))],
    [
      'required references in a list',
      'nullable gamification Award.user',
      text(USERS, XP.replace('user: User', 'user: [User!]')),
    ],
    [
      'a required connection node',
      'nullable users UserEdge.node',
      text(`${USERS}\n"E." type UserEdge { "N." node: User! }`),
    ],
    [
      'a loose argument',
      'mutation Mutation.renameUser',
      text(USERS.replace('input: RenameUserInput!', 'name: String!')),
    ],
    ['a bare answer', 'mutation Mutation.renameUser', text(USERS.replace('): RenameUserResult', '): Boolean'))],
    [
      'a result without success',
      'mutation Mutation.renameUser',
      text(USERS.replace('Renamed | NameTaken', 'NameTaken')),
    ],
    [
      'a field that returns Refusal',
      'refusal Renamed.why',
      text(USERS.replace('"Who." user', '"Why." why: Refusal "Who." user')),
    ],
    ['money as a Float', 'money Pot.balance', text(`${USERS}\n"P." type Pot { "B." balance: Float }`)],
    ['money as an Int', 'money Pot.maxAmount', text(`${USERS}\n"P." input Pot { "M." maxAmount: Int! }`)],
    [
      'a vague deprecation',
      'deprecation users User.name',
      text(USERS.replace('name: String! @auth', 'name: String! @deprecated(reason: "old") @auth')),
    ],
  ])('%s', (_, expected, subgraphs) => expect(lint(subgraphs)).toEqual([expected]));

  test('no deprecation that has a replacement and a date', () => {
    const dated = '@deprecated(reason: "Use displayName. Removed on 2027-03-01.")';
    expect(lint(text(USERS.replace('name: String! @auth', `name: String! ${dated} @auth`)))).toEqual([]);
  });
});

describe('a breaking change', () => {
  const { api } = composed(text());
  const without = api.replace(/ {2}"""Points."""\n {2}xp: Int\n/, '');

  test('is found, until it is acknowledged with a reason; a needless acknowledgement is found too', async () => {
    const [found] = await breakingChanges(api, without, '');
    expect(found).toMatchObject({ check: 'breaking', where: 'User.xp' });
    expect(await breakingChanges(api, without, '[{ path: User.xp, type: FIELD_REMOVED, reason: "" }]')).toHaveLength(1);
    const reason = '[{ path: User.xp, type: FIELD_REMOVED, reason: "Moved to User.gamification." }]';
    expect(await breakingChanges(api, without, reason)).toEqual([]);
    expect(await breakingChanges(api, api, reason)).toHaveLength(1);
  });

  test('is not an added field', async () => expect(await breakingChanges(without, api, '')).toEqual([]));
});

test('registered operations are valid, named once, and use nothing deprecated', () => {
  const { api } = composed(text());
  const old = api.replace('xp: Int', 'xp: Int @deprecated(reason: "Use level.")');
  const found = (schema: string, ...texts: string[]) =>
    invalidOperations(
      schema,
      texts.map((each, i) => ({ path: `${i}.graphql`, text: each })),
    ).map(({ message }) => message);
  expect(found(api, 'query Me { me { id xp } }')).toEqual([]);
  expect(found(api, 'query Me { me { id nope } }', 'query Me { me { id } }', '{ me { id } }', 'query {')).toEqual([
    expect.stringContaining('nope'),
    expect.stringContaining('the operation Me is also in 0.graphql'),
    expect.stringContaining('has a name'),
    expect.stringContaining('Syntax Error'),
  ]);
  expect(found(old, 'query Me { me { id xp } }')).toEqual([expect.stringContaining('deprecated')]);
});
