import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isRequiredInputField, type GraphQLInputType } from 'graphql'; // prettier-ignore
import { parse } from 'yaml';
import { newId } from '#kernel/id';
import { person, skillId, type Person } from '#subgraphs/users/testing/people';
import { usersWorld, type UsersWorld } from '#subgraphs/users/testing/world';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const table = parse(read('schema/access/ids.yaml')) as Record<string, string>;
const schema = buildSchema(read('schema/api.graphql'));
const trials = Object.entries(table).filter(([, kind]) => kind === 'own' || kind === 'granted');

/** The books of the machinery, not things of a person: an attempt may be counted and logged. */
const BOOKKEEPING = /^(spent_nonce|attempt|tally|security_log|inbox|outbox|mikro|migrations|road)/;

let world: UsersWorld;
let ann: Person;
let bob: Person;
let mallory: Person;
/** Ann's things, by the last word of the argument that names one. */
let things: Record<string, string>;

beforeAll(async () => {
  world = await usersWorld();
  ann = await person(world);
  mallory = await person(world);
  bob = await person(world);
  const as = (caller: Person['caller']) => (name: string, input: object, fields = '') => world.act(name, `${upper(name)}Input`, fields, input, caller); // prettier-ignore
  await as(ann.caller)('addSkill', { skillId: skillId(1), level: 3 });
  await as(ann.caller)('requestConnection', { userId: bob.userId, kind: 'COLLEAGUE' });
  await as(ann.caller)('addPortfolioItem', sampleOf('AddPortfolioItemInput', {}));
  const only = async (column: string, from: string) => (await world.rows<Record<string, string>>(`select ${column} as id from ${from}`))[0]!.id!; // prettier-ignore
  const itemId = await only('id', `portfolio_item where user_id = '${ann.userId}'`);
  things = {
    userId: ann.userId,
    sessionId: ann.sessionId,
    skillId: skillId(1),
    connectionId: await only('id', 'user_connection'),
    itemId,
    itemIds: itemId,
  };
}, 120_000);
afterAll(() => world?.stop());

describe("with another person's id", () => {
  test.each(trials)('%s (%s) answers as with an unknown one, does nothing, and tells nothing', async (place) => {
    const { operation, path } = parts(place);
    const known = things[path.at(-1)!];
    if (!known) throw new Error(`say in this test how somebody else's ${path.at(-1)} is made`);
    const before = await everything();
    const foreign = await attempt(operation, path, known, mallory);
    const unknown = await attempt(operation, path, newId(), mallory);
    expect(foreign).toEqual(unknown);
    expect(JSON.stringify(foreign)).toMatch(/"refused":true|FORBIDDEN/);
    expect(await everything()).toEqual(before);
  });
});

test('the ids of this test are good: each does something in the hands of the person whose it is', async () => {
  // The removals last; a request is answered by the other side.
  const own = trials.filter(([, kind]) => kind === 'own').map(([place]) => parts(place));
  const order = ['orderPortfolio', 'updatePortfolioItem', 'setSkillLevel', 'respondConnection'];
  const rank = ({ operation }: { operation: string }) =>
    order.includes(operation) ? order.indexOf(operation) : order.length;
  for (const { operation, path } of own.sort((a, b) => rank(a) - rank(b))) {
    const id = things[path.at(-1)!]!;
    const foreign = await attempt(operation, path, id, mallory);
    expect({ operation, ...(await attempt(operation, path, id, operation === 'respondConnection' ? bob : ann)) }).not.toEqual({ operation, ...foreign }); // prettier-ignore
  }
});

test('what only the gateway may call cannot even be named by a client', () => {
  const internal = Object.entries(table).filter(([, kind]) => kind === 'internal');
  for (const [place] of internal) {
    const [type, field] = place.split(/[.(]/) as [string, string];
    const root = schema.getType(type) as { getFields?(): Record<string, unknown> } | undefined;
    expect(root?.getFields?.()[field]).toBeUndefined();
  }
});

/** The codes that an attempt was answered with, or the name of its success. */
async function attempt(operation: string, path: readonly string[], id: string, by: Person): Promise<object> {
  const input = sampleOf(`${upper(operation)}Input`, { [path.at(-1)!]: id });
  const query = `mutation ($input: ${upper(operation)}Input!) { ${operation}(input: $input) { __typename ... on Refusal { code message } } }`;
  const { data, errors } = await world.users.graphql(query, { input }, { nonce: newId(), ...by.caller });
  if (errors) return { code: errors.map(({ extensions, message }) => [extensions?.code, message]) };
  const answer = data?.[operation] as { __typename: string; code?: string; message?: string };
  return { ...answer, refused: answer.code !== undefined };
}

function parts(place: string): { operation: string; path: string[] } {
  const [, operation = '', path = ''] = /^Mutation\.(\w+)\((.+)\)$/.exec(place) ?? [];
  if (!operation) throw new Error(`${place}: only mutations are tried here yet`);
  return { operation, path: path.split('.') };
}

/** The least that the type of an input asks for, with `given` where a field has that name. */
function sampleOf(typeName: string, given: Record<string, string>): Record<string, unknown> {
  const type = schema.getType(typeName);
  if (!isInputObjectType(type)) throw new Error(`${typeName} is no input`);
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || field.name in given)
      .map((field) => [field.name, sample(field.name, field.type, given)]),
  );
}

function sample(name: string, type: GraphQLInputType, given: Record<string, string>): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sample(name, nullable.ofType, given)];
  if (given[name] !== undefined) return given[name];
  const named = getNamedType(nullable);
  if (isInputObjectType(named)) return sampleOf(named.name, given);
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (named.name === 'ID') return things?.[name] ?? newId();
  if (named.name === 'Int') return 1;
  if (named.name === 'Boolean') return true;
  if (named.name === 'DateTime') return '2030-01-01T00:00:00.000Z';
  return name === 'role' ? 'MEMBER' : /url/i.test(name) ? 'https://example.org/' : 'long enough to be a reason';
}

/** Every row of the business, so that an attempt that changed anything at all is seen. */
async function everything(): Promise<Record<string, string | null>> {
  const tables = await world.rows<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'users' and table_type = 'BASE TABLE'",
  );
  const found: Record<string, string | null> = {};
  for (const { name } of tables) {
    if (BOOKKEEPING.test(name)) continue;
    const [row] = await world.rows<{ sum: string | null }>(`select md5(string_agg(t::text, '|' order by t::text)) as sum from "${name}" t`); // prettier-ignore
    found[name] = row!.sum;
  }
  return found;
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
