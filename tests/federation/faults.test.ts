import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { Graph, type GraphRequest } from '#gateway/graph/graph';
import { SubgraphFault } from '#gateway/graph/run/fault';
import { compose, endpointOver, schemaOf, SILENT } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';

type Execute = (call: SubgraphCall) => Promise<SubgraphResult>;

/** The library with subgraphs that can be made to misbehave. */
describe('when a subgraph does not behave', () => {
  let graph: Graph;
  const schemas = new Map<string, GraphQLSchema>(LIBRARY.map((source) => [source.name, schemaOf(source)]));
  const honest = (name: string): SubgraphEndpoint => endpointOver(schemas.get(name)!);
  const behaviour = new Map<string, Execute>();
  const calls: (SubgraphCall & { name: string })[] = [];
  const of = (name: string) => calls.filter((call) => call.name === name);

  const load = (limits: { readMs: number; writeMs: number }) =>
    Graph.load({
      sdl: compose(LIBRARY),
      log: SILENT,
      limits,
      cookiesFrom: ['people'],
      endpointOf: ({ name }) => ({
        execute: (call) => {
          calls.push({ ...call, name });
          return (behaviour.get(name) ?? ((c: SubgraphCall) => honest(name).execute(c)))(call);
        },
        subscribe: (call) => honest(name).subscribe(call),
      }),
    });
  beforeAll(async () => {
    graph = await load({ readMs: 80, writeMs: 160 });
  });
  afterAll(() => graph.stop());
  beforeEach(() => {
    behaviour.clear();
    calls.length = 0;
  });
  const ask = (text: string, request: Partial<GraphRequest> = {}, at = graph) =>
    at.execute({ document: parse(text), caller: ANONYMOUS, ...request });
  const silent = (call: SubgraphCall) =>
    new Promise<SubgraphResult>((_, reject) =>
      call.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
    );

  test('a read that gets no answer in time is given up, aborted, and the rest of the page stands', async () => {
    behaviour.set('stock', silent);
    const result = await ask('{ books { title weight } }');
    expect(result.data?.['books']).toContainEqual({ title: 'Book 1', weight: null });
    expect(result.errors?.map(({ extensions }) => extensions['code'])).toEqual(['SUBGRAPH_TIMEOUT']);
    expect(of('stock')).toHaveLength(1);
    expect(of('stock')[0]!.signal?.aborted).toBe(true);
  });

  test('an answer that is there counts, however busy this process was when its time was over', async () => {
    behaviour.set('stock', async (call) => {
      const arrived = stat('.'); // by the system, meanwhile
      const busyUntil = performance.now() + 200;
      while (performance.now() < busyUntil);
      await arrived;
      return honest('stock').execute(call);
    });
    const { errors = [] } = await ask('{ books { title weight } }');
    expect(errors.map(({ extensions }) => extensions['code'])).not.toContain('SUBGRAPH_TIMEOUT');
  });

  test('nothing is asked for after the deadline of the caller, and a mutation has its own, longer time', async () => {
    behaviour.set('catalog', silent);
    const startedAt = Date.now();
    const late = await ask('{ books { title } }', { caller: { ...ANONYMOUS, deadline: Date.now() - 1 } });
    expect(late.errors?.[0]?.extensions['code']).toBe('SUBGRAPH_TIMEOUT');
    expect(calls).toHaveLength(0);
    const slow = await ask('mutation { rename(id: "1", title: "x") { id } }');
    expect(slow.errors?.[0]?.extensions['code']).toBe('SUBGRAPH_TIMEOUT');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(150);
    expect(slow.data).toEqual({ rename: null });
  });

  test('a client that goes away cancels what is being asked and what would have been', async () => {
    behaviour.set('stock', silent);
    const away = new AbortController();
    const running = ask('{ books { weight copies { borrower { name } } } }', { signal: away.signal });
    await until(() => of('stock').length === 1);
    away.abort();
    expect((await running).errors?.[0]?.extensions['code']).toBe('CANCELLED');
    expect(of('stock')[0]!.signal?.aborted).toBe(true);
    expect(of('people')).toHaveLength(0);
  });

  test('a read is tried once more when it could not be delivered, a mutation never', async () => {
    const failing =
      (times: number): Execute =>
      (call) => {
        if (times-- > 0) return Promise.reject(new SubgraphFault('SUBGRAPH_UNAVAILABLE', 'refused'));
        return honest('catalog').execute(call);
      };
    behaviour.set('catalog', failing(1));
    expect((await ask('{ shelf { top { title } } }')).errors).toBeUndefined();
    behaviour.set('catalog', failing(2));
    expect((await ask('{ shelf { top { title } } }')).errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
    calls.length = 0;
    behaviour.set('catalog', failing(1));
    expect((await ask('mutation { rename(id: "1", title: "x") { id } }')).errors).toHaveLength(1);
    expect(of('catalog')).toHaveLength(1);
  });

  test('a batch that fails as a whole because of one member is asked again member by member', async () => {
    behaviour.set('stock', async (call) => {
      const isBatch = Object.keys(call.variables).length > 1;
      if (isBatch || call.query.includes('weight')) return { data: null, errors: [{ message: 'poisoned' }] };
      return honest('stock').execute(call);
    });
    const result = await ask('{ a: books { weight } b: books { copies { number } } }');
    expect(result.data?.['b']).toContainEqual({ copies: [{ number: 1 }, { number: 2 }] });
    expect(result.errors?.map((error) => error.message)).toContain('poisoned');
    expect(of('stock')).toHaveLength(3);
  });

  test('an answer that is none is an error of that subgraph, not a crash', async () => {
    for (const nonsense of [
      null,
      'text',
      { data: 'text' },
      { data: { _entities: 'no list' } },
      { data: { _entities: [] } },
    ]) {
      behaviour.set('stock', () => Promise.resolve(nonsense as SubgraphResult));
      const result = await ask('{ books { title weight } }');
      expect(result.data?.['books']).toHaveLength(3);
      expect(result.errors?.[0]?.extensions).toMatchObject({ serviceName: 'stock' });
    }
  });

  test('mutations run one after another, each subgraph call with a nonce of its own', async () => {
    const caller = { ...ANONYMOUS, nonce: 'first' };
    const order: string[] = [];
    for (const name of ['catalog', 'people'])
      behaviour.set(name, async (call) => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        const result = await honest(name).execute(call);
        order.push(`${name} ends`);
        return result;
      });
    const text =
      'mutation { a: rename(id: "1", title: "x") { title } greet(id: "1") { nick } b: rename(id: "2", title: "y") { title } }';
    expect((await ask(text, { caller })).data).toMatchObject({ a: { title: 'x' }, b: { title: 'y' } });
    expect(order).toEqual([
      'catalog begins',
      'catalog ends',
      'people begins',
      'people ends',
      'catalog begins',
      'catalog ends',
    ]);
    expect(new Set(calls.map((call) => call.caller.nonce)).size).toBe(3);
  });

  test('cookies of subgraphs that may set some are handed out beside the response', async () => {
    behaviour.set('people', async (call) => ({
      ...(await honest('people').execute(call)),
      extensions: { cookies: ['refresh=1; HttpOnly'] },
    }));
    const result = await ask('mutation { greet(id: "1") { id } }');
    expect(result).toEqual({ data: { greet: { id: '1' } }, cookies: ['refresh=1; HttpOnly'] });
  });

  test('wrong variables, unknown operations and fields are refused before anyone is asked', async () => {
    const codes = async (text: string, request: Partial<GraphRequest> = {}) =>
      (await ask(text, request)).errors?.[0]?.extensions['code'];
    expect(await codes('query ($id: ID!) { book(id: $id) { id } }', { variables: { id: { a: 1 } } })).toBe(
      'BAD_USER_INPUT',
    );
    expect(await codes('query ($id: ID!) { book(id: $id) { id } }')).toBe('BAD_USER_INPUT');
    expect(await codes('query A { books { id } }', { operationName: 'B' })).toBe('OPERATION_RESOLUTION_FAILURE');
    expect((await ask('{ nothing }')).errors).toHaveLength(1);
    expect(await codes('subscription { bookChanged { id } }')).toBe('BAD_REQUEST');
    expect(calls).toHaveLength(0);
  });

  test('a fetch sees what arrived since another walked to the same place', async () => {
    const late = (name: string) =>
      behaviour.set(name, async (call) => {
        await until(() => of('people').length > 0);
        return honest(name).execute(call);
      });
    late('ratings');
    const text =
      '{ search { ... on Book { y: copies { by: borrower { id name } } } ... on Film { y: reviews { by { id name } } } } }';
    const patient = await load({ readMs: 10_000, writeMs: 10_000 }); // so that what is late is not given up on a busy machine
    const result = await ask(text, {}, patient);
    await patient.stop();
    type Row = { y: { by: { id: string; name: string | null } | null }[] };
    const named = (result.data!['search'] as (Row | null)[])
      .flatMap((row) => row?.y ?? [])
      .flatMap(({ by }) => (by ? [by] : []));
    expect(named.filter(({ id }) => id === '1' || id === '2').every(({ name }) => name !== null)).toBe(true);
    expect(of('people')).toHaveLength(2);
  });

  test('equal fetches of one level share one request and one representation each', async () => {
    await ask('{ a: books { weight } b: books { weight copies { number } } items { ... on Book { weight } } }');
    expect(of('stock')).toHaveLength(1);
    const sent = Object.values(of('stock')[0]!.variables) as { id: string }[][];
    for (const representations of sent)
      expect(new Set(representations.map(({ id }) => id)).size).toBe(representations.length);
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it never happened');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
