import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { InboxProducer } from '#chassis/testing/producer';
import { COUNTED, pairSeal, SILENT } from '#chassis/testing/road-town';
import type { RoadEnd } from './bus.ts';
import { HttpBus } from './http-bus.ts';
import { roadDesk } from './http-desk.ts';

const taken: unknown[] = [];
let failing = false;
const end: RoadEnd = {
  name: 'beta',
  deposit: async (producer, events) => {
    if (failing) throw new Error('password=secret at /srv/x.ts');
    taken.push([producer, events]);
  },
  accept: async (request) => void taken.push(request),
};
const alpha = pairSeal('alpha', 'secret');
const event = new InboxProducer(end).next(COUNTED, 'one', { n: 1 });
let server: http.Server;
let url: string;

beforeAll(async () => {
  const desk = roadDesk(end, pairSeal('beta', 'secret').unseal, SILENT);
  server = http.createServer((request, response) => {
    void desk(request, response).then((mine) => mine || response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  failing = false;
  taken.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, body: string, headers: Record<string, string> = alpha.seal('beta', body)) =>
  fetch(url + path, { method: 'POST', body, headers });
const delivery = (events: unknown[]) => JSON.stringify({ events });

test('what the bus sends arrives as it was told, in requests of bounded size', async () => {
  const bus = new HttpBus({ name: 'alpha', peers: { beta: url }, seal: alpha });
  const large = Array.from({ length: 4 }, (_, n) => ({ ...event, sequence: n + 1, body: 'x'.repeat(600_000) }));
  await bus.deliver('alpha', 'beta', large);
  await bus.subscribe('beta', { consumer: 'alpha', aggregates: ['thing'] });
  expect(taken).toEqual([...large.map((one) => ['alpha', [one]]), { consumer: 'alpha', aggregates: ['thing'] }]);
});

test('a body without a seal, with another body under the seal, or sealed for somebody else is not read', async () => {
  const body = delivery([event]);
  for (const headers of [{}, alpha.seal('beta', `${body} `), alpha.seal('gamma', body)] as Record<string, string>[]) {
    expect((await post('/road/deposit', body, headers)).status).toBe(401);
  }
  expect(taken).toEqual([]);
});

test('a peer speaks for itself only: neither events of another producer nor the subscription of another consumer', async () => {
  expect((await post('/road/deposit', delivery([event, { ...event, producer: 'gamma' }]))).status).toBe(403);
  const request = JSON.stringify({ consumer: 'gamma', aggregates: ['thing'] });
  expect((await post('/road/subscribe', request)).status).toBe(403);
  expect(taken).toEqual([]);
});

test('what is no delivery is refused whole: wrong method, malformed, too large, not for the road', async () => {
  expect((await fetch(`${url}/road/deposit`)).status).toBe(405);
  expect((await post('/road/deposit', '{')).status).toBe(400);
  expect((await post('/road/deposit', delivery([event, { ...event, sequence: 0 }]))).status).toBe(400);
  expect((await post('/road/deposit', delivery([{ ...event, id: "'; drop table inbox" }]))).status).toBe(400);
  expect((await post('/road/deposit', ' '.repeat(9 * 1024 * 1024))).status).toBe(413);
  expect((await post('/road/elsewhere', '{}')).status).toBe(404);
  expect(taken).toEqual([]);
});

test('a fault of the inbox is a 503 without its reason, and a throw at the sender', async () => {
  failing = true;
  const answer = await post('/road/deposit', delivery([event]));
  expect([answer.status, await answer.text()]).toEqual([503, '{"error":"not taken"}']);
  const bus = new HttpBus({ name: 'alpha', peers: { beta: url }, seal: alpha });
  await expect(bus.deliver('alpha', 'beta', [event])).rejects.toThrow('beta answered 503');
  await expect(bus.deliver('alpha', 'nobody', [event])).rejects.toThrow('no address for nobody');
});
