import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { newId } from '#kernel/id';
import { ANONYMOUS } from '#chassis/identity/caller';
import { deriveKey, sealedText } from '#chassis/identity/seal';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { Graph, type GraphRequest, type GraphResult } from '#gateway/graph/graph';
import { httpEndpoint, type HttpEndpoint } from '#gateway/graph/transport/http';
import { compose, SILENT } from './arena.ts';
import { counted, counts } from './counts.fixture.ts';

type Stream = AsyncIterableIterator<GraphResult>;
const KEY = { id: 'k1', secret: deriveKey('a master secret for tests', 'seal:counts') };

describe.each(['in one process', 'over the upstream socket'] as const)('a subscription %s', (where) => {
  let mount: TestMount<unknown>;
  let served: Served;
  let remote: HttpEndpoint;
  let graph: Graph;
  beforeAll(async () => {
    mount = await mountForTest(counts, { background: true });
    served = await serveSubgraph(mount.mounted, { port: 0, host: '127.0.0.1', sealKeys: [KEY], log: SILENT });
    remote = httpEndpoint({ name: 'counts', url: served.url, sealKey: KEY });
    const sdl = compose([{ name: 'counts', typeDefs: mount.mounted.sdl }]);
    const endpointOf = () => (where === 'in one process' ? mount.mounted.endpoint : remote);
    graph = await Graph.load({ sdl, log: SILENT, endpointOf });
  });
  afterAll(async () => {
    await graph.stop();
    await remote.close();
    await served.stop();
    await mount.stop();
  });

  const tell = (thing: string, ...ns: number[]) =>
    mount.scope().transact(async (tx) => {
      for (const n of ns) await tx.tell(counted, thing, { n });
    });
  const follow = async (field: string, thing: string, more: Partial<GraphRequest> = {}): Promise<Stream> => {
    const document = parse(`subscription ($thing: ID!) { ${field}(thing: $thing) { n } }`);
    const stream = await graph.subscribe({ document, variables: { thing }, caller: ANONYMOUS, ...more });
    if (!('next' in stream)) throw new Error(JSON.stringify(stream));
    return stream as Stream;
  };
  const numberOf = (field: string, result: GraphResult) => (result.data?.[field] as { n: number } | undefined)?.n;
  /** The next `many` results; each has its own position. */
  const take = async (stream: Stream, many: number): Promise<GraphResult[]> => {
    const results: GraphResult[] = [];
    while (results.length < many) results.push((await stream.next()).value);
    return results;
  };
  /** A subscription that is heard upstream, so that what is told from now on reaches it. */
  const begun = async (field: string, thing: string): Promise<Stream> => {
    const stream = await follow(field, thing, { positions: true });
    if (field === 'counted') expect((await stream.next()).value).toEqual({ position: expect.any(String) });
    else await eventually(() => expect(mount.scope().live.followed(thing)).toEqual([thing]));
    return stream;
  };

  test.each([
    ['a field that hands on what happens', 'counted', [1, 2, 3, 4, 5, 6]],
    ['a field that maps and leaves out', 'countedEven', [2, 4, 6]],
  ])('continues after any of its positions, in order, each event once: %s', async (_, field, all) => {
    const thing = newId();
    const first = field === 'counted' ? await begun(field, thing) : await follow(field, thing);
    const heard = take(first, all.length);
    if (field !== 'counted') await eventually(() => expect(mount.scope().live.followed(thing)).toEqual([thing]));
    await tell(thing, 1, 2);
    for (const n of [3, 4, 5, 6]) await tell(thing, n);
    const results = await heard;
    await first.return!();
    expect(results.map((result) => numberOf(field, result))).toEqual(all);

    for (const [index, { position }] of results.entries()) {
      const again = await follow(field, thing, { after: position });
      const missed = all.slice(index + 1);
      const rest = await take(again, missed.length);
      expect(rest.map((result) => numberOf(field, result))).toEqual(missed);
      await again.return!();
    }
    const back = await follow(field, thing, { after: results[0]!.position });
    await tell(thing, 8);
    const everything = await take(back, all.length);
    expect(everything.map((result) => numberOf(field, result))).toEqual([...all.slice(1), 8]);
    await back.return!();
    await eventually(() => expect(mount.scope().live.followed(thing)).toEqual([]));
  });

  test('that has heard nothing yet can be resumed too, when it asked for positions', async () => {
    const thing = newId();
    const stream = await begun('counted', thing);
    await stream.return!();
    const again = await follow('counted', thing, { positions: true });
    const { position } = (await again.next()).value as GraphResult;
    await again.return!();
    await tell(thing, 1);
    const back = await follow('counted', thing, { after: position, positions: true });
    expect(numberOf('counted', (await back.next()).value)).toBe(1);
    await back.return!();
  });

  test.each([
    ['forged', 'bm90aGluZw.bm90aGluZw'],
    ['damaged', '-'],
    ['empty', ''],
  ])('ends with RESUME_TOO_OLD when the position is %s, and others on the same socket go on', async (_, after) => {
    const thing = newId();
    const other = await begun('counted', thing);
    const stream = await follow('counted', thing, { after });
    const { value } = await stream.next();
    expect(value).toMatchObject({ data: null, errors: [{ extensions: { code: 'RESUME_TOO_OLD', resumable: false } }] });
    expect((await stream.next()).done).toBe(true);
    await tell(thing, 1);
    expect(numberOf('counted', (await other.next()).value)).toBe(1);
    await other.return!();
  });
});

test('a position is part of what is sealed', () => {
  const operation = { query: 'subscription { x }', variables: {} };
  const texts = [{}, { after: 'a' }, { after: 'b' }, { positions: true }].map((extensions) =>
    sealedText({ ...operation, extensions }),
  );
  expect(new Set(texts).size).toBe(4);
});
