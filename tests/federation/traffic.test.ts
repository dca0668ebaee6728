import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { Graph } from '#gateway/graph/graph';
import { httpEndpoint, type HttpEndpoint } from '#gateway/graph/transport/http';
import type { CircuitLimits } from '#gateway/traffic/circuit';
import { Circuits } from '#gateway/traffic/circuits';
import { compose, endpointOver, schemaOf, SILENT } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';
import { answering, beginning, Misbehaving, type Conduct } from './misbehaving.ts';

const READ_MS = 500;
const BOOKS = '{ books(first: 1) { title weight } }';
const CUT: Conduct = (socket) => socket.resetAndDestroy();
/** What `stock` answers to BOOKS when it is well. */
const WELL = answering('{"data":{"_entities":[{"__typename":"Book","weight":7}]}}');
const NEVER_OPEN: Partial<CircuitLimits> = { failuresInRow: Infinity, minCalls: Infinity };

/** The library with its stock in another process, which is killed, stalled, cut or corrupted. */
describe('when one subgraph is away', () => {
  const schemas = new Map<string, GraphQLSchema>(LIBRARY.map((source) => [source.name, schemaOf(source)]));
  const sdl = compose(LIBRARY);
  const opened: { graph: Graph; endpoint: HttpEndpoint }[] = [];
  let stock: Misbehaving;
  let circuits: Circuits;

  const over = async (url: string, limits: Partial<CircuitLimits> = {}, readMs = READ_MS, away = 'stock') => {
    circuits = new Circuits(limits);
    const secret = Buffer.alloc(32, 1);
    const endpoint = httpEndpoint({ name: away, url, sealKey: { id: 'k1', secret }, maxAnswerBytes: 10_000 });
    const graph = await Graph.load({
      sdl,
      log: SILENT,
      circuits,
      limits: { readMs, writeMs: 2 * readMs },
      endpointOf: ({ name }) => (name === away ? endpoint : endpointOver(schemas.get(name)!)),
    });
    opened.push({ graph, endpoint });
    return (text = BOOKS, userId: string | null = null) =>
      graph.execute({ document: parse(text), caller: { ...ANONYMOUS, userId } });
  };
  const codes = (result: { errors?: readonly { extensions: object }[] }) =>
    result.errors?.map(({ extensions }) => (extensions as { code: string }).code);

  beforeEach(async () => {
    stock = new Misbehaving();
    await stock.start();
  });
  afterEach(async () => {
    await stock.kill();
    for (const { graph, endpoint } of opened.splice(0)) await Promise.all([graph.stop(), endpoint.close()]);
  });
  afterAll(() => expect(opened).toEqual([]));

  const page = (weight: number | null) => ({ books: [{ title: 'Book 1', weight }] });

  test('the rest of the answer arrives with a typed error, whatever comes instead of its own part', async () => {
    const ask = await over(stock.url, NEVER_OPEN);
    const cases: Record<string, [Conduct, string, asked: number]> = {
      'cut before it answers': [CUT, 'SUBGRAPH_UNAVAILABLE', 2],
      'cut in the middle of a body': [beginning('{"data":{"_ent', CUT as never), 'SUBGRAPH_UNAVAILABLE', 2],
      'closed in the middle of a body': [beginning('{"da', (socket) => socket.end()), 'SUBGRAPH_UNAVAILABLE', 2],
      'not now': [answering('busy', '503 Service Unavailable', 'content-type: text/plain'), 'SUBGRAPH_UNAVAILABLE', 2],
      'not JSON': [answering('{"data":'), 'SUBGRAPH_INVALID', 1],
      'no GraphQL response': [answering('{"data":5}'), 'SUBGRAPH_INVALID', 1],
      'an empty one': [answering('{}'), 'SUBGRAPH_INVALID', 1],
      'a list': [answering('[]'), 'SUBGRAPH_INVALID', 1],
      'errors that are none': [answering('{"errors":["no"]}'), 'SUBGRAPH_INVALID', 1],
      'a page of HTML': [answering('<html></html>', '200 OK', 'content-type: text/html'), 'SUBGRAPH_INVALID', 1],
      'another status': [answering('{"data":null}', '500 Oops'), 'SUBGRAPH_INVALID', 1],
      'no HTTP at all': [(socket) => void socket.write('SSH-2.0-x\r\n'), 'SUBGRAPH_UNAVAILABLE', 2],
      'too much': [answering(`{"data":{"x":"${'x'.repeat(20_000)}"}}`), 'ANSWER_TOO_LARGE', 1],
    };
    for (const [what, [conduct, code, asked]] of Object.entries(cases)) {
      stock.conduct = conduct;
      stock.requests.length = 0;
      const result = await ask();
      expect({ what, data: result.data, codes: codes(result), asked: stock.requests.length }).toEqual({
        what,
        data: page(null),
        codes: [code],
        asked,
      });
    }
    stock.conduct = WELL;
    expect(await ask()).toMatchObject({ data: page(7) });
  }, 30_000);

  test('a stalled one holds the rest up for its timeout and no longer, and is not asked twice', async () => {
    const ask = await over(stock.url, NEVER_OPEN);
    const drip: Conduct = beginning('{', (socket) => {
      const timer = setInterval(() => socket.write(' '), 50);
      socket.on('close', () => clearInterval(timer));
    });
    for (const conduct of [() => undefined, beginning(''), drip] satisfies Conduct[]) {
      stock.conduct = conduct;
      stock.requests.length = 0;
      const began = performance.now();
      const result = await ask();
      expect(performance.now() - began).toBeGreaterThanOrEqual(READ_MS - 50);
      expect(performance.now() - began).toBeLessThan(READ_MS + 5_000);
      expect([result.data, codes(result), stock.requests.length]).toEqual([page(null), ['SUBGRAPH_TIMEOUT'], 1]);
    }
  }, 30_000);

  test('one that does not even take the connection is given up after the time to connect', async () => {
    const program = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const fillers: Socket[] = [];
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const port = Number(String(line));
      child.kill('SIGSTOP'); // a process that hangs: the kernel takes connections until its queue is full, and then none
      for (let i = 0; i < 8; i++) fillers.push(connect(port, '127.0.0.1').on('error', () => undefined));
      await once(fillers[0]!, 'connect');
      const ask = await over(`http://127.0.0.1:${port}/graphql`, NEVER_OPEN, 20_000);
      const result = await ask();
      expect([result.data, codes(result)]).toEqual([page(null), ['SUBGRAPH_UNAVAILABLE']]);
    } finally {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    }
  }, 30_000);

  test('a mutation is never sent twice, whatever became of it', async () => {
    const ask = await over(stock.url, NEVER_OPEN, READ_MS, 'people');
    for (const conduct of [CUT, beginning('{"da', CUT as never), answering('', '503 No')]) {
      stock.conduct = conduct;
      stock.requests.length = 0;
      expect(codes(await ask('mutation { greet(id: "1") { id } }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
      expect(stock.requests).toHaveLength(1);
    }
  });

  test('it is asked again when it wants to be, or not at all when that is too late', async () => {
    const ask = await over(stock.url, NEVER_OPEN, 20_000);
    let refused = 0;
    stock.conduct = (...visit) => (refused++ === 0 ? answering('', '503 Busy', 'retry-after: 1') : WELL)(...visit);
    expect(await ask()).toMatchObject({ data: page(7) });
    const [first, second] = stock.requests;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
    stock.requests.length = 0;
    stock.conduct = answering('', '429 Too Many Requests', 'retry-after: 60');
    expect(codes(await ask())).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(stock.requests).toHaveLength(1);
  }, 30_000);

  test('what is asked again stays a small share of what is asked', async () => {
    const ask = await over(stock.url, NEVER_OPEN, 20_000);
    stock.conduct = CUT;
    await Promise.all(Array.from({ length: 60 }, (_, n) => ask(BOOKS, `u${n}`))); // equal reads of one caller would be one
    expect(stock.requests.length).toBeGreaterThan(60);
    expect(stock.requests.length).toBeLessThanOrEqual(60 + 5 + 12);
    const [, tally] = circuits.tallies.find(([name]) => name === 'stock')!;
    expect(tally.retries.get('sent')).toBe(stock.requests.length - 60);
    expect(tally.retries.get('over budget')).toBe(120 - stock.requests.length);
  }, 30_000);

  test('killed, it is left alone after a few failures; back, one call finds out and it is asked as before', async () => {
    const ask = await over(stock.url, { failuresInRow: 4, openMs: 200 });
    stock.conduct = WELL;
    expect(await ask()).toMatchObject({ data: page(7) });
    await stock.kill();
    for (let i = 0; i < 6; i++) expect(await ask()).toMatchObject({ data: page(null) });
    expect(circuits.states['stock']).not.toBe('closed');
    expect(circuits.states['catalog']).toBe('closed');
    stock.requests.length = 0;
    await stock.start();
    await expect(untilAnswered(ask, page(7))).resolves.toBe(true);
    expect(stock.requests).toHaveLength(1);
    expect(circuits.states['stock']).toBe('closed');
  }, 30_000);

  async function untilAnswered(ask: () => Promise<{ data?: unknown }>, expected: object): Promise<boolean> {
    for (const until = performance.now() + 20_000; performance.now() < until;) {
      const { data } = await ask();
      if (JSON.stringify(data) === JSON.stringify(expected)) return true;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return false;
  }
});
