import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ctx, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { SEAL_HEADER, seal, type SealKey } from '#chassis/identity/seal';
import { createLogger } from '#chassis/log/logger';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { SubgraphResult } from './endpoint.ts';
import type { Scope } from './scope.ts';
import { serveSubgraph, type Served } from './serve.ts';
import type { Subgraph } from './subgraph.ts';

@Resolver()
class WhoResolver {
  @Query(() => String, { nullable: true, description: 'The caller.' })
  who(@Ctx() scope: Scope): string {
    return scope.caller.userId ?? scope.caller.kind;
  }

  @Subscription(() => Int, {
    nullable: true,
    description: 'Numbers that the database counts.',
    subscribe: ({ context }) => numbers(context as Scope),
  })
  numbers(@Root() number: number): number {
    return number;
  }
}

/** Told by the streams of numbers: that one asks the database, and how the last question of each was answered. */
const heard = { asking: (): void => undefined, last: [] as number[] };

/** Asks the database without end, slowly, and once more when it is left. */
async function* numbers(scope: Scope): AsyncGenerator<number> {
  const ask = async (number: number): Promise<number> => {
    const [row] = await scope.em
      .getConnection()
      .execute<{ n: number }[]>('select ?::int as n, pg_sleep(0.05)', [number]);
    return row!.n;
  };
  try {
    for (let number = 1; ; number++) {
      heard.asking();
      yield await ask(number);
    }
  } finally {
    heard.last.push(await ask(0));
  }
}

const echoes: Subgraph = {
  name: 'echoes',
  entities: [],
  migrations: [],
  resolvers: [WhoResolver],
  references: {},
  access: { Query: { who: 'open' }, Subscription: { numbers: 'open' } },
  publishes: [],
  reactions: [],
  live: [],
  jobs: [],
  open: async () => ({}),
};

const KEY: SealKey = { id: 'k1', secret: Buffer.alloc(32, 1) };
const NEIGHBOURS_KEY: SealKey = { id: 'k1', secret: Buffer.alloc(32, 2) };
const WHO = JSON.stringify({ query: '{ who }' });
const ADA = callerOf({ userId: '0190b3a2-0000-7000-8000-000000000001' });

describe('a subgraph over HTTP', () => {
  let mount: TestMount<unknown>;
  let served: Served;
  let lines: string[];
  beforeAll(async () => {
    mount = await mountForTest(echoes);
  });
  afterAll(() => mount?.stop());
  beforeEach(async () => {
    lines = [];
    served = await serveSubgraph(mount.mounted, {
      port: 0,
      host: '127.0.0.1',
      sealKeys: [KEY],
      log: createLogger({ name: 'echoes', write: (line) => void lines.push(line) }),
      routes: async (request, response) => {
        if (request.url !== '/road/deposit') return false;
        response.writeHead(204).end();
        return true;
      },
    });
  });
  afterEach(() => served.stop());

  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: string }> {
    const answer = await fetch(new URL(path, served.url), init);
    return { status: answer.status, body: await answer.text() };
  }
  const post = (body: string, sealed?: string): ReturnType<typeof ask> =>
    ask('/graphql', { method: 'POST', body, headers: sealed === undefined ? {} : { [SEAL_HEADER]: sealed } });

  test('answers a sealed call as its caller', async () => {
    expect(await post(WHO, seal(ADA, 'echoes', WHO, KEY))).toEqual({
      status: 200,
      body: JSON.stringify({ data: { who: ADA.userId } }),
    });
  });

  test.each([
    ['no seal', WHO, undefined],
    ['a seal of another body', WHO, seal(ADA, 'echoes', `${WHO} `, KEY)],
    ['a seal for a neighbour', WHO, seal(ADA, 'users', WHO, KEY)],
    ["a seal with a neighbour's key", WHO, seal(ADA, 'echoes', WHO, NEIGHBOURS_KEY)],
    ['a seal without its end', WHO, seal(ADA, 'echoes', WHO, KEY).slice(0, -2)],
    ['no seal on what is not even JSON', '{{{', undefined],
    ['no seal on the federation root fields', JSON.stringify({ query: '{ _service { sdl } }' }), undefined],
  ])('%s: the answer is always the same and says nothing; the log says why', async (_what, body, sealed) => {
    const { status, body: text } = await post(body, sealed);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNSEALED_CALL' } }],
    });
    expect(lines.join('')).toContain('without a valid seal');
  });

  test('every other request gets JSON with a code: wrong path, wrong method, too large', async () => {
    expect(await ask('/')).toMatchObject({ status: 404, body: expect.stringContaining('NOT_FOUND') });
    expect(await ask('/graphql')).toMatchObject({ status: 405, body: expect.stringContaining('METHOD_NOT_ALLOWED') });
    const large = ' '.repeat(2 * 1024 * 1024 + 1);
    expect(await post(large)).toMatchObject({ status: 413, body: expect.stringContaining('PAYLOAD_TOO_LARGE') });
  });

  test('further routes of the process are asked before the graph, health before all', async () => {
    expect((await ask('/road/deposit', { method: 'POST', body: '{}' })).status).toBe(204);
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
    expect(JSON.parse((await ask('/health/ready')).body)).toEqual({ status: 'ready', checks: { database: 'ok' } });
  });
});

test('streams that read while their subgraph stops end before the database is closed, and say nothing', async () => {
  const mount = await mountForTest(echoes);
  const call = { query: 'subscription { numbers }', variables: {}, caller: ADA };
  const open = async (signal?: AbortSignal) =>
    (await mount.mounted.endpoint.subscribe({
      ...call,
      ...(signal && { signal }),
    })) as AsyncIterableIterator<SubgraphResult>;
  const leaving = new AbortController();
  const given = await open(leaving.signal);
  expect(await given.next()).toMatchObject({ value: { data: { numbers: 1 } } });
  leaving.abort(); // a signal ends a stream in this process as it does over HTTP
  expect(await given.next()).toMatchObject({ done: true });

  const asking = new Promise<void>((resolve) => (heard.asking = resolve));
  const [stream, left] = [await open(), await open()];
  const ends = [stream.next(), left.next()];
  await asking;
  void left.return!(); // who leaves in the middle of a question is waited for, too
  await mount.stop();
  expect(heard.last).toEqual([0, 0, 0]);
  expect(await Promise.all(ends)).toMatchObject([{ done: true }, { done: true }]);
  expect(await open()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_STOPPING' } }] });
  expect(mount.complaints).toEqual([]);
});
