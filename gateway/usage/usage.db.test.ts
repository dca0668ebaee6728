import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { opened } from '../testing/opened.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { runUsageCommand } from './command.ts';
import { PostgresUsage, type Flush } from './usage-store.ts';
import { namedClient, Usage } from './usage.ts';
import { usedCoordinates } from './used-coordinates.ts';

const schema = buildSchema(`
  enum Size { SMALL LARGE }
  input Part { size: Size }
  input Wish { text: String part: Part }
  type Thing { id: ID name(length: Int): String size: Size }
  type Query { thing(wish: Wish): Thing, other: Thing }
`);
const operationIn = (text: string) => {
  const document = parse(text);
  return { document, operation: document.definitions[0] as OperationDefinitionNode, hash: text, schema };
};

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(['gateway']);
});
afterAll(() => database.drop());

test('what an operation relies on: fields, arguments, the inputs and enums behind them, in fragments too, of itself only', () => {
  const { document, operation } = operationIn(
    'query A($w: Wish) { thing(wish: $w) { ...F } } fragment F on Thing { name(length: 3) size } query B { other { id } }',
  );
  expect([...usedCoordinates(schema, document, operation)].sort()).toEqual([
    'Part', 'Part.*', 'Query', 'Query.thing', 'Query.thing.wish', 'Size', 'Size.*', 'String',
    'Thing', 'Thing.name', 'Thing.name.length', 'Thing.size', 'Wish', 'Wish.*',
  ]); // prettier-ignore
});

test('two gateways write down one sum, by client and version, which an operator exports', async () => {
  const used = operationIn('query Names { other { name } }');
  const stores = [new PostgresUsage(database.urlOf('gateway')), new PostgresUsage(database.urlOf('gateway'))];
  const gateways = stores.map((store) => new Usage(store, recordingLog()));
  const web = namedClient('web', '1.2');
  for (const usage of gateways) {
    for (let i = 0; i < 3; i++) usage.count(used, web);
    usage.count(used, namedClient('bad name', '1'));
  }
  await Promise.all(gateways.map((usage) => usage.flush()));
  const { code, text } = await runUsageCommand(['export', '--days', '7'], stores[0]!, new Date('2030-01-02'));
  const told = JSON.parse(text) as { used: object[] };
  expect([code, told]).toMatchObject([0, { days: 7, until: '2030-01-02' }]);
  expect(told.used).toContainEqual({ client: 'web', version: '1.2', coordinate: 'Thing.name', operations: 6 });
  expect(told.used).toContainEqual({ client: 'unnamed', version: '', coordinate: 'Thing.name', operations: 2 });
  expect((await runUsageCommand(['export', '--days', 'many'], stores[0]!, new Date())).code).toBe(2);
  await Promise.all(gateways.map((usage) => usage.stop()));
});

test('what could not be written down is counted on, and invented names become one', async () => {
  const written: Flush[] = [];
  let broken = true;
  const add = async (flush: Flush): Promise<void> => {
    if (broken) throw new Error('away');
    written.push(flush);
  };
  const usage = new Usage({ add, close: async () => undefined }, recordingLog());
  const used = operationIn('query N { other { name } }');
  for (let i = 0; i < 1_000; i++) usage.count(used, namedClient(`c${i}`, ''));
  await usage.flush();
  broken = false;
  await usage.stop();
  const operations = written[0]!.operations;
  expect(operations.reduce((sum, row) => sum + row.operations, 0)).toBe(1_000);
  expect(operations).toHaveLength(201);
  expect(operations.find(({ client }) => client === 'others')).toMatchObject({ operations: 800 });
});

test('the door counts what it admits, on every road, and nothing that it refuses', async () => {
  const written: Flush[] = [];
  const usageStore = { add: async (flush: Flush) => void written.push(flush), close: async () => undefined };
  const at = await opened({}, { usageStore });
  const headers = { 'apollographql-client-name': 'web', 'apollographql-client-version': '2' };
  await at.ask('query Open{open{title}}', { headers });
  await at.ask('query Me{me{id}}', { headers });
  await at.ask('query Bad{nothing}', { headers });
  await at.stop();
  expect(written.flatMap((flush) => flush.operations)).toMatchObject([
    { client: 'web', version: '2', operation: 'Open', operations: 1 },
  ]);
});
