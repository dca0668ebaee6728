import { describe, expect, jest, test } from '@jest/globals';
import {
  buildSchema,
  execute,
  getIntrospectionQuery,
  getVariableValues,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { coercionOf } from '#chassis/execution/variables';
import { executorOf } from '#chassis/execution/executor';
import { numbersFrom, OperationGenerator } from '../federation/operation-generator.ts';
import { moodySchema, type Mood } from './moody-schema.ts';

const schema = moodySchema();
const run = executorOf(schema);

interface Asked {
  readonly document: DocumentNode;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
}

async function both({ document, variables, operationName }: Asked, mood: Mood) {
  const args = { schema, document, variableValues: variables, contextValue: mood, operationName };
  const [stock, ours] = await Promise.all([execute(args), run({ document, variables, operationName, context: mood })]);
  return { stock: told(stock), ours: told(ours) };
}

/** JSON tells the order of keys; messages that print a value print it as they like. */
function told({ data, errors }: ExecutionResult) {
  return {
    data: JSON.stringify(data),
    errors: (errors ?? []).map((error) => ({
      message: error.message.replace(/(serialize\(|but got: |with value ).*/s, '$1'),
      path: JSON.stringify(error.path),
      extensions: error.extensions,
      original: error.originalError?.constructor.name,
      nodes: error.nodes?.length,
    })),
  };
}

const sorted = (errors: ReturnType<typeof told>['errors']) => errors.map((error) => JSON.stringify(error)).sort();

/** Where errors left nulls. How many are told of one, and which, depends on who was first. */
function nulls({ data, errors }: ReturnType<typeof told>): string[] {
  const found = errors.map(({ path }) => {
    const keys: (string | number)[] = [];
    let value: unknown = JSON.parse(data ?? 'null');
    for (const key of JSON.parse(path) as (string | number)[]) {
      if (value === null) break;
      keys.push(key);
      value = (value as Record<string | number, unknown>)[key];
    }
    return JSON.stringify(keys);
  });
  return [...new Set(found)].sort();
}

const ROUNDS = 60;
const literals = { Range: ['{ to: 3 }', '{ from: 2, to: 5, colours: [RED] }'] };

describe('executes as graphql-js does', () => {
  test.each(['query', 'mutation'] as const)(
    'random %s operations over resolvers that do everything at once: the same data, the same errors in the same order',
    async (kind) => {
      const generator = new OperationGenerator(schema, numbersFrom(kind.length), { kind, literals });
      let failed = 0;
      for (let seed = 0; seed < ROUNDS; seed++) {
        const { stock, ours } = await both(generator.next(), { seed, sync: true });
        expect(ours).toEqual(stock);
        if (stock.errors.length > 0) failed++;
      }
      expect(failed).toBeGreaterThan(ROUNDS / 6);
    },
  );

  test.each(['query', 'mutation'] as const)(
    'random %s operations over resolvers that answer whenever they like: the same data, errors for the same nulls',
    async (kind) => {
      const generator = new OperationGenerator(schema, numbersFrom(kind.length + 100), { kind, literals });
      let equal = 0;
      for (let seed = 0; seed < ROUNDS; seed++) {
        const { stock, ours } = await both(generator.next(), { seed, sync: false });
        expect(ours.data).toEqual(stock.data);
        expect(nulls(ours)).toEqual(nulls(stock));
        if (JSON.stringify(sorted(ours.errors)) === JSON.stringify(sorted(stock.errors))) equal++;
      }
      expect(equal).toBeGreaterThan(ROUNDS / 2); // of the others not even graphql-js says who is first
    },
  );

  test('one document under every set of conditions, and for every operation in it', async () => {
    const document = parse(`
      query A($a: Boolean!, $b: Boolean = false) {
        owner { id ...More @include(if: $a) first @skip(if: $b) { name ... @include(if: $b) { age } } }
      }
      query B($a: Boolean = true) { count(by: [1, 2]) ... @include(if: $a) { any { __typename } } }
      subscription C { came { id first { name } } }
      fragment More on Owner { isKind cats { ...Less } }
      fragment Less on Named { name kin { __typename } }`);
    for (let seed = 0; seed < 6; seed++) {
      for (const [operationName, variables] of [
        ['A', { a: true }],
        ['A', { a: false, b: true }],
        ['A', { a: true, b: true }],
        ['A', { a: false, b: null }], // no value for @skip: an error where it stands
        ['A', {}],
        ['A', { a: 'yes' }],
        ['B', {}],
        ['B', { a: false }],
        ['C', {}],
        ['D', {}],
        [undefined, {}],
      ] as const) {
        const { stock, ours } = await both({ document, variables, operationName }, { seed, sync: true });
        expect(ours).toEqual(stock);
      }
    }
  });

  test('variables of every type with every kind of value, absent ones and nulls too', () => {
    const given = buildSchema('type Query { a: Int } scalar Any enum Colour { RED } input Range { to: Int = 3 }');
    const types = ['String', 'ID', 'Int', 'Float', 'Boolean', 'Any', 'Colour', 'Range'].flatMap((name) =>
      [name, `${name}!`, `[${name}]`, `[${name}!]!`, `[[${name}!]]`, `${name} = null`].map((type) => `$v: ${type}`),
    );
    const values = [
      undefined,
      null,
      '',
      'RED',
      7,
      1.5,
      NaN,
      2 ** 40,
      true,
      {},
      { to: 1 },
      [],
      ['RED', null],
      [7],
      [[7]],
    ];
    for (const type of types) {
      const [operation] = parse(`query (${type}, $other: Int) { a }`).definitions as [OperationDefinitionNode];
      const definitions = operation.variableDefinitions!;
      const coerce = coercionOf(given, definitions);
      for (const variables of [{}, { other: 1 }, ...values.map((v) => ({ v }))]) {
        const stock = getVariableValues(given, definitions, variables, { maxErrors: 50 });
        const ours = coerce(variables);
        expect([type, variables, 'errors' in ours ? ours.errors.map(String) : ours.coerced]).toEqual(
          [type, variables, stock.errors?.map(String) ?? { ...stock.coerced }], // prettier-ignore
        );
      }
    }
  });

  test('a list that a resolver changes is changed for nobody else', () => {
    const [operation] = parse('query ($v: [Int!]!) { a }').definitions as [OperationDefinitionNode];
    const variables = { v: [1, 2] };
    const taken = coercionOf(buildSchema('type Query { a: Int }'), operation.variableDefinitions!)(variables);
    if ('errors' in taken) throw taken.errors[0]!;
    (taken.coerced['v'] as number[]).reverse();
    expect(variables).toEqual({ v: [1, 2] });
  });

  test('introspection', async () => {
    const { stock, ours } = await both(
      { document: parse(getIntrospectionQuery()), variables: {} },
      { seed: 0, sync: true },
    );
    expect(stock.errors).toEqual([]);
    expect(ours).toEqual(stock);
  });

  test('fields of a mutation are run in turn, and none after one that may not be null failed', async () => {
    const text = 'type Query { a: Int } type Mutation { slow: Int fast: Int bad: Int! never: Int }';
    const heard: string[] = [];
    const rootValue = {
      slow: () => new Promise((resolve) => setImmediate(() => resolve(heard.push('slow')))),
      fast: () => heard.push('fast'),
      bad: () => Promise.reject(new Error('no')),
      never: () => heard.push('never'),
    };
    const document = parse('mutation { slow fast bad never }');
    const answer = await executorOf(buildSchema(text))({ document, variables: {}, root: rootValue, context: {} });
    expect(answer).toMatchObject({ data: null, errors: [{ message: 'no', path: ['bad'] }] });
    expect(heard).toEqual(['slow', 'fast']);
  });

  test('a list that fails at once waits for the items that are under way: no rejection is left unhandled', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const list = () => [Promise.reject(new Error('first')), new Error('second'), Promise.reject(new Error('third'))];
    const document = parse('{ list }');
    const answer = await executorOf(buildSchema('type Query { list: [Int!] }'))({
      document,
      variables: {},
      root: { list },
      context: {},
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(answer).toMatchObject({ data: { list: null }, errors: [{ message: 'second', path: ['list', 1] }] });
    expect(unhandled).not.toHaveBeenCalled();
  });
});
