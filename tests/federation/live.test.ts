import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { Graph, type GraphRequest, type GraphResult } from '#gateway/graph/graph';
import { compose, endpointOver, schemaOf, SILENT } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';

type Stream = AsyncIterableIterator<GraphResult>;

/** An upstream that a test speaks through. */
class Upstream {
  readonly queue: SubgraphResult[] = [];
  closed = false;
  broken: Error | undefined;
  #wake: (() => void) | undefined;
  readonly stream: AsyncIterableIterator<SubgraphResult> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      while (!this.closed && !this.broken && this.queue.length === 0)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.broken) throw this.broken;
      return this.closed ? { done: true, value: undefined } : { done: false, value: this.queue.shift()! };
    },
    return: async () => {
      this.closed = true;
      this.#wake?.();
      return { done: true, value: undefined };
    },
  };

  say(data: Record<string, unknown> | null, errors?: SubgraphResult['errors']): void {
    this.queue.push({ data, ...(errors ? { errors } : {}) });
    this.#wake?.();
  }

  break(): void {
    this.broken = new Error('socket closed');
    this.#wake?.();
  }
}

describe('a federated subscription', () => {
  let graph: Graph;
  let upstream: Upstream;
  let refusal: SubgraphResult | undefined;
  const schemas = new Map<string, GraphQLSchema>(LIBRARY.map((source) => [source.name, schemaOf(source)]));
  const behaviour = new Map<string, Partial<SubgraphEndpoint>>();

  beforeAll(async () => {
    graph = await Graph.load({
      sdl: compose(LIBRARY),
      log: SILENT,
      limits: { readMs: 80 },
      endpointOf: ({ name }) => {
        const honest = endpointOver(schemas.get(name)!);
        return {
          execute: (call) => (behaviour.get(name)?.execute ?? honest.execute)(call),
          subscribe: (call) => (behaviour.get(name)?.subscribe ?? honest.subscribe)(call),
        };
      },
    });
  });
  afterAll(() => graph.stop());
  beforeEach(() => {
    behaviour.clear();
    upstream = new Upstream();
    refusal = undefined;
  });
  const speakThrough = () => behaviour.set('catalog', { subscribe: async () => refusal ?? upstream.stream });
  const follow = async (text: string, request: Partial<GraphRequest> = {}) => {
    const followed = await graph.subscribe({ document: parse(text), caller: ANONYMOUS, ...request });
    if (!('next' in followed)) throw new Error(`refused: ${JSON.stringify(followed)}`);
    return followed as Stream;
  };
  const refused = async (text: string, request: Partial<GraphRequest> = {}) =>
    (await graph.subscribe({ document: parse(text), caller: ANONYMOUS, ...request })) as GraphResult;

  test('gives every event with the fields of the other subgraphs, as a query would, and ends with its source', async () => {
    const events = await collect(
      await follow('subscription { itemChanged { __typename title rating ... on Book { weight maker { name } } } }'),
    );
    const { data } = await graph.execute({
      document: parse('{ items { __typename title rating ... on Book { weight maker { name } } } }'),
      caller: ANONYMOUS,
    });
    expect(events.map((event) => event.data?.['itemChanged'])).toEqual(data?.['items']);
    const errors = events.flatMap((event) => event.errors ?? []);
    expect(errors.map(({ message, path }) => [message, path])).toContainEqual([
      'scale broke',
      ['itemChanged', 'weight'],
    ]);
  });

  test('passes its arguments, and decides conditions on the root field by the variables', async () => {
    const text =
      'subscription ($on: Boolean!, $id: ID) { bookChanged(id: $id) @include(if: $on) { id: title } itemChanged @skip(if: $on) { title } }';
    const on = await collect(await follow(text, { variables: { on: true, id: '2' } }));
    expect(on).toEqual([{ data: { bookChanged: { id: 'Book 2' } } }]);
    const off = await collect(await follow(text, { variables: { on: false } }));
    expect(off[0]).toEqual({ data: { itemChanged: { title: 'Book 1' } } });
    const none = 'subscription ($on: Boolean!) { bookChanged @include(if: $on) { id } }';
    expect((await refused(none, { variables: { on: false } })).errors?.[0]?.message).toContain('selects no field');
    expect((await refused(none, { variables: { on: 'yes' } })).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test('hands a refusal and an unreachable subgraph back as one result', async () => {
    speakThrough();
    refusal = { errors: [{ message: 'not yours', extensions: { code: 'FORBIDDEN' } }] };
    expect((await refused('subscription { bookChanged { id } }')).errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      serviceName: 'catalog',
    });
    behaviour.set('catalog', { subscribe: () => Promise.reject(new Error('no')) });
    expect((await refused('subscription { bookChanged { id } }')).errors).toHaveLength(1);
    expect((await refused('{ books { id } }')).errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
  });

  test('tells the errors of an event with that event, and goes on', async () => {
    speakThrough();
    const stream = await follow('subscription { bookChanged { id weight } }');
    upstream.say({ bookChanged: null }, [{ message: 'lost', path: ['bookChanged'] }]);
    upstream.say(null, [{ message: 'all lost' }]);
    upstream.say({ bookChanged: { __typename: 'Book', id: '1' } });
    expect((await stream.next()).value).toMatchObject({
      data: { bookChanged: null },
      errors: [{ message: 'lost', path: ['bookChanged'] }],
    });
    expect((await stream.next()).value).toMatchObject({ data: null, errors: [{ message: 'all lost' }] });
    expect((await stream.next()).value).toEqual({ data: { bookChanged: { id: '1', weight: 10 } } });
    behaviour.set('stock', { execute: () => new Promise(() => undefined) });
    upstream.say({ bookChanged: { __typename: 'Book', id: '1' } });
    expect((await stream.next()).value).toMatchObject({
      data: { bookChanged: { id: '1', weight: null } },
      errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }],
    });
    await stream.return!();
  });

  test('is cancelled upstream when the reader returns or its signal aborts, also while nothing happens', async () => {
    speakThrough();
    const stream = await follow('subscription { bookChanged { id } }');
    const waiting = stream.next();
    await stream.return!();
    expect((await waiting).done).toBe(true);
    expect(upstream.closed).toBe(true);

    upstream = new Upstream();
    const away = new AbortController();
    const aborted = await follow('subscription { bookChanged { id } }', { signal: away.signal });
    const next = aborted.next();
    away.abort();
    expect((await next).done).toBe(true);
    expect(upstream.closed).toBe(true);
  });

  test.each([
    ['256 events', (i: number) => String(i)],
    ['1 MiB', (i: number) => String(i).padStart(40_000, '.')],
  ])('holds at most %s for a slow reader, then ends with a resumable error and lets the source go', async (_, idOf) => {
    speakThrough();
    const stream = await follow('subscription { bookChanged { id } }');
    for (let i = 0; i < 300; i++) upstream.say({ bookChanged: { __typename: 'Book', id: idOf(i) } });
    await until(() => upstream.closed);
    const events = await collect(stream);
    expect(events.length).toBeLessThanOrEqual(2);
    expect(events.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'SLOW_READER', resumable: true });
  });

  test('ends with a resumable error when the upstream breaks, after the events that came before', async () => {
    speakThrough();
    const stream = await follow('subscription { bookChanged { id } }');
    upstream.say({ bookChanged: { __typename: 'Book', id: '1' } });
    await until(() => upstream.queue.length === 0);
    upstream.break();
    const events = await collect(stream);
    expect(events[0]).toEqual({ data: { bookChanged: { id: '1' } } });
    expect(events[1]?.errors?.[0]?.extensions).toEqual({ code: 'STREAM_BROKEN', resumable: true });
    expect(events).toHaveLength(2);
  });
});

async function collect(stream: Stream): Promise<GraphResult[]> {
  const events: GraphResult[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it never happened');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
