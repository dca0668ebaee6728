import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { numberedTicks } from '../testing/numbered-ticks.ts';
import { hangUpReaders, Reader } from '../testing/open-reader.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { federatedPair, type Pair } from '../testing/pair.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp, type Wire } from '../testing/wire.ts';

let at: Opened;
let pair: Pair;
let ticks: ReturnType<typeof numberedTicks>;
beforeAll(async () => {
  pair = await federatedPair();
  ticks = numberedTicks(pair.users.endpoint);
  at = await opened({}, { supergraphSdl: pair.supergraphSdl, endpoints: { ...pair.endpoints, users: ticks.endpoint } });
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(() => {
  hangUp();
  hangUpReaders();
});
afterAll(async () => {
  await at.stop();
  pair.users.stop();
});

const SUBSCRIPTION = 'subscription{ticks}';
const heard = (reader: Reader) => reader.of('next').map(({ id, data }) => [id, data.data?.ticks, data.extensions]);
const eventOf = (tick: number) => [`at-${tick}`, tick, { position: `at-${tick}` }];

function follow(wire: Wire, after?: string): void {
  wire.send({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION, ...(after && { extensions: { after } }) } });
}

describe('what a reader missed while it was away comes first, in order, once', () => {
  test('over an event stream, by the header that browsers send or by the extension', async () => {
    const first = await Reader.open(at, SUBSCRIPTION);
    await until(() => ticks.live.size === 1);
    ticks.tick();
    await first.first();
    const [id] = first.of('next').map((event) => event.id);
    first.hangUp();
    await until(() => ticks.live.size === 0);
    for (let missed = 0; missed < 3; missed++) ticks.tick();

    const expected = [2, 3, 4].map(eventOf);
    const byHeader = { method: 'GET', headers: { 'last-event-id': id! } } as const;
    for (const options of [byHeader, { extensions: { after: id } }]) {
      const again = await Reader.open(at, SUBSCRIPTION, options);
      await until(() => again.of('next').length === 3);
      expect(heard(again)).toEqual(expected);
    }
    const newest = await Reader.open(at, SUBSCRIPTION, {
      ...byHeader,
      headers: { 'last-event-id': 'at-3' },
      extensions: { after: 'at-1' },
    });
    await newest.first();
    await until(() => ticks.live.size === 3);
    ticks.tick();
    await until(() => newest.of('next').length === 2);
    expect(heard(newest)).toEqual([4, 5].map(eventOf));
  });

  test('over a socket and a stream alike: either continues what the other heard', async () => {
    const wire = await greeted(at);
    follow(wire);
    await until(() => ticks.live.size === 1);
    ticks.tick();
    const { payload } = await wire.first('1');
    const last = ticks.told.length;
    expect(payload).toEqual({ data: { ticks: last }, extensions: { position: `at-${last}` } });
    wire.socket.terminate();
    ticks.tick();
    const stream = await Reader.open(at, SUBSCRIPTION, { extensions: { after: payload.extensions.position } });
    expect((await stream.first()).data.data.ticks).toBe(last + 1);
    const other = await greeted(at);
    follow(other, `at-${last}`);
    expect((await other.first('1')).payload.data.ticks).toBe(last + 1);
  });

  test('over multipart', async () => {
    ticks.tick();
    ticks.tick();
    const reader = await Reader.open(at, SUBSCRIPTION, {
      headers: { accept: 'multipart/mixed;subscriptionSpec=1.0' },
      extensions: { after: `at-${ticks.told.length - 2}` },
    });
    const last = ticks.told.length;
    await until(() => reader.text.includes(`"payload":{"data":{"ticks":${last}}`));
    const payloads = [...reader.text.matchAll(/\{"payload":\{"data":\{"ticks":(\d+)\}/g)].map((match) =>
      Number(match[1]),
    );
    expect(payloads).toEqual([last - 1, last]);
  });
});

test.each([
  ['an event stream', {}],
  ['multipart', { accept: 'multipart/mixed;subscriptionSpec=1.0' }],
])('a position that cannot be honoured ends the stream and says so: %s', async (_, headers) => {
  const reader = await Reader.open(at, SUBSCRIPTION, { headers, extensions: { after: 'of another time' } });
  await reader.ended();
  expect(reader.text).toMatch(/"code":"RESUME_TOO_OLD"/);
  expect(ticks.live.size).toBe(0);
});

test('a position that is none is refused before anything begins', async () => {
  const { response } = await Reader.open(at, SUBSCRIPTION, { extensions: { after: 'x'.repeat(9_000) } });
  expect(response.status).toBe(400);
  const other = await Reader.open(at, SUBSCRIPTION, { extensions: { after: 7 } });
  expect(other.response.status).toBe(400);
});
