import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, getNullableType, isEnumType, isInputObjectType, isLeafType, isListType, isRequiredArgument, isRequiredInputField, isUnionType, type GraphQLInputType, type GraphQLObjectType } from 'graphql'; // prettier-ignore
import { parse } from 'yaml';
import { newId } from '#kernel/id';
import { person, skillId, type Person } from '#subgraphs/users/testing/people';
import { usersWorld, type UsersWorld } from '#subgraphs/users/testing/world';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const table = parse(read('schema/access/ids.yaml')) as Record<string, string>;
const schema = buildSchema(read('schema/api.graphql'));
/** Those of users; other subgraphs try theirs in a file of their own (foreign-ids-buz.db.test.ts). */
const users = buildSchema(read('schema/subgraphs/users.graphql'), { assumeValidSDL: true });
const isOfUsers = (place: string): boolean => {
  const [root, field] = place.split(/[.(]/) as [string, string];
  return (users.getType(root) as GraphQLObjectType | undefined)?.getFields()[field] !== undefined;
};
const trials = Object.entries(table).filter(
  ([place, kind]) => (kind === 'own' || kind === 'granted') && isOfUsers(place),
);

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
    actorId: ann.userId,
    sessionId: ann.sessionId,
    skillId: skillId(1),
    connectionId: await only('id', 'user_connection'),
    itemId,
    itemIds: itemId,
  };
}, 120_000);
afterAll(() => world?.stop());

describe("with another person's id", () => {
  test.each(trials)('%s (%s) answers as with an unknown one, does nothing, and tells nothing', async (words) => {
    const place = parts(words);
    const word = place.path.at(-1)!;
    const known = things[word];
    if (!known) throw new Error(`say in this test how somebody else's ${word} is made`);
    const before = await everything();
    const foreign = await attempt(place, known, mallory);
    const unknown = await attempt(place, newId(), mallory);
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
  for (const place of own.sort((a, b) => rank(a) - rank(b))) {
    const id = things[place.path.at(-1)!]!;
    const owner = place.operation === 'respondConnection' ? bob : ann;
    const foreign = await attempt(place, id, mallory);
    expect({ place, ...(await attempt(place, id, owner)) }).not.toEqual({ place, ...foreign });
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

interface Place {
  readonly root: string;
  readonly operation: string;
  /** From the argument down to the id: `filter`, `userId`. */
  readonly path: readonly string[];
}

/** The codes that an attempt was answered with, or the name of its success. */
async function attempt({ root, operation, path }: Place, id: string, by: Person): Promise<object> {
  const field = (schema.getType(root) as GraphQLObjectType).getFields()[operation]!;
  const given = { ...Object.fromEntries(path.map((name) => [name, undefined])), [path.at(-1)!]: id };
  const args = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === path[0]);
  const variables = Object.fromEntries(args.map((arg) => [arg.name, sample(arg.name, arg.type, given)]));
  const named = getNamedType(field.type);
  const refusal = isUnionType(named) ? ' ... on Refusal { code message }' : '';
  const query = `${root.toLowerCase()} (${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')}) { ${operation}(${args.map(({ name }) => `${name}: $${name}`).join(', ')})${isLeafType(named) ? '' : ` { __typename${refusal} }`} }`; // prettier-ignore
  const { data, errors } = await world.users.graphql(query, variables, { nonce: newId(), ...by.caller });
  if (errors) return { code: errors.map(({ extensions, message }) => [extensions?.code, message]) };
  const answer = data?.[operation] as { code?: string } | null;
  return { answer, refused: answer === null || answer.code !== undefined };
}

function parts(place: string): Place {
  const [, root = '', operation = '', path = ''] = /^(\w+)\.(\w+)\((.+)\)$/.exec(place) ?? [];
  return { root, operation, path: path.split('.') };
}

/** The least that the type of an input asks for, with `given` where a field has that name. */
function sampleOf(typeName: string, given: Record<string, string | undefined>): Record<string, unknown> {
  const type = schema.getType(typeName);
  if (!isInputObjectType(type)) throw new Error(`${typeName} is no input`);
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || field.name in given)
      .map((field) => [field.name, sample(field.name, field.type, given)]),
  );
}

function sample(name: string, type: GraphQLInputType, given: Record<string, string | undefined>): unknown {
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
