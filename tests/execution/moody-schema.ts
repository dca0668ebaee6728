import {
  buildSchema,
  getNamedType,
  getNullableType,
  GraphQLError,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';

const TEXT = `
  scalar Odd
  enum Colour { RED GREEN }
  input Range { from: Int = 1, to: Int!, colours: [Colour!] }
  interface Named { name: String, self: Named!, kin(first: Int = 2): [Named!] }
  interface Aged { age: Int! }
  union Any = Cat | Dog | Stone
  type Cat implements Named & Aged { name: String, self: Named!, kin(first: Int = 2): [Named!], age: Int!, lives: [Int!]!, colour: Colour! }
  type Dog implements Named & Aged { name: String, self: Named!, kin(first: Int = 2): [Named!], age: Int!, friends: [[Any!]!], owner: Owner! }
  type Stone { weight: Float!, odd: Odd, grid: [[Odd]!] }
  type Owner { id: ID!, isKind: Boolean!, pets(range: Range, of: Colour = RED): [Any], first: Dog!, cats: [Cat!]! }
  type Query { owner(id: ID = "1"): Owner, owners(range: Range!): [Owner!]!, any: Any!, named: Named, aged: [Aged], count(by: [Int!]): Int }
  type Mutation { adopt(name: String!): Owner, leave(id: ID): Dog!, rest: Int }
  type Subscription { came: Owner }
`;

/** `sync`: nothing waits, so that even the order of errors is given. */
export interface Mood {
  readonly seed: number;
  readonly sync: boolean;
}

/**
 * A schema whose resolvers do everything that resolvers do, good and bad: which of it follows from the seed and the path alone, so that
 * two executions of one operation see the same. Some fields have no resolver, and come from properties and methods.
 */
export function moodySchema(): GraphQLSchema {
  const schema = buildSchema(TEXT);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (draw(0, `resolver of ${type.name}.${field.name}`, 4) === 0 && !/Query|Mutation/.test(type.name)) continue;
        field.resolve = (source, args, mood: Mood, info) => outcome(schema, mood, info, source, args);
      }
      if (type.name === 'Dog')
        type.isTypeOf = (value, mood: Mood) =>
          later(mood, 'isDog', (value as { __typename?: string }).__typename !== 'Cat');
    }
    if (isInterfaceType(type) || isUnionType(type)) {
      if (type.name === 'Aged') continue; // by its __typename
      type.resolveType = (value: { type: string }, mood: Mood, info) => {
        if (info.path.typename === undefined) throw new Error('info is that of the field, not of the item');
        return later(mood, value.type, value.type === 'nothing' ? undefined : value.type) as string;
      };
    }
  }
  return schema;
}

const later = <T>({ sync, seed }: Mood, what: string, value: T): T | Promise<T> =>
  !sync && draw(seed, what, 2) === 0 ? Promise.resolve(value) : value;

function outcome(schema: GraphQLSchema, mood: Mood, info: GraphQLResolveInfo, source: unknown, args: unknown): unknown {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) keys.push(at.key);
  const place = `${keys.join('.')} ${JSON.stringify(args)} ${(source as { type?: string } | undefined)?.type ?? ''}`;
  if (args && typeof args === 'object') (args as Record<string, unknown>)['spoilt'] = true; // one call's own
  return outcomeOf(schema, mood, place, info.returnType);
}

function outcomeOf(schema: GraphQLSchema, mood: Mood, place: string, type: GraphQLOutputType): unknown {
  const { seed, sync } = mood;
  const dice = draw(seed, place, 40);
  if (dice === 0) throw new Error(`thrown at ${place}`);
  if (dice === 1) throw new GraphQLError(`refused at ${place}`, { extensions: { code: 'NO' } });
  if (dice === 2) return new Error(`returned at ${place}`);
  if (dice === 3) return null;
  if (dice === 4) return undefined;
  if (dice === 5 && !sync) return Promise.reject(new Error(`rejected at ${place}`));
  const value = valueOf(schema, mood, place, type);
  if (sync || dice % 3 !== 0) return value;
  if (dice % 2 === 0) return Promise.resolve(value);
  const promise = Promise.resolve(value);
  return { then: promise.then.bind(promise) }; // somebody else's promise
}

function valueOf(schema: GraphQLSchema, mood: Mood, place: string, given: GraphQLOutputType): unknown {
  const type = getNullableType(given);
  const dice = draw(mood.seed, `value ${place}`, 30);
  if (isListType(type)) {
    if (dice === 0) return 'not a list';
    const items = Array.from({ length: dice % 4 }, (_, index) =>
      itemOf(schema, mood, `${place}[${index}]`, type.ofType),
    );
    return dice % 5 === 0 ? new Set(items) : items;
  }
  const named = getNamedType(type);
  if (isEnumType(named)) return dice === 0 ? 'BLUE' : dice % 2 ? 'RED' : 'GREEN';
  if (named.name === 'Odd') return [{ then: 1 }, ['a', null], 7, '', Number.NaN][dice % 5];
  if (named.name === 'Int') return [dice, 2 ** 31, '12', 1.5, true, -0][dice % 6];
  if (named.name === 'Float') return [dice / 2, '3.5', Infinity, -0][dice % 4];
  if (named.name === 'Boolean') return [true, false, 0, 'yes'][dice % 4];
  if (named.name === 'String' || named.name === 'ID') return ['a', '', dice, true, {}][dice % 5];
  const members = isAbstractType(named) ? schema.getPossibleTypes(named).map(({ name }) => name) : [named.name];
  const wrong = isAbstractType(named) ? ['nothing', 'Colour', 'Owner', 'Unheard'][dice] : undefined;
  const name = wrong ?? members[dice % members.length]!;
  return {
    type: name,
    __typename: name,
    name: `property of ${place}`,
    weight: dice,
    lives: () => [dice, 9],
    id: (args: object, _context: Mood, info: GraphQLResolveInfo) => `${info.fieldName} ${JSON.stringify(args)}`,
    pets: (args: object) => [{ type: 'Stone', __typename: 'Stone', weight: Object.keys(args).length }],
    colour: dice === 7 ? undefined : 'RED',
    self: { type: 'Cat', __typename: 'Cat', name: 'itself', age: 3 },
  };
}

/**
 * Faults among the items, too. Where items may be late all are promises: when one of them fails at once, graphql-js leaves the rejections
 * of its siblings unhandled.
 */
function itemOf(schema: GraphQLSchema, mood: Mood, place: string, type: GraphQLOutputType): unknown {
  const make = (): unknown => outcomeOf(schema, mood, place, type);
  if (!mood.sync) return new Promise((resolve) => resolve(make()));
  try {
    return make();
  } catch (fault) {
    return fault;
  }
}

/** FNV-1a: the same words, the same number. */
function draw(seed: number, what: string, below: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < what.length; index++) hash = Math.imul(hash ^ what.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % below;
}
