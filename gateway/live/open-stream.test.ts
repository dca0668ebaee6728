import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../testing/until.ts';
import { CLOSE } from './close-codes.ts';
import { eventStream } from './event-stream.ts';
import { multipartSubscription } from './multipart.ts';
import type { Framing } from './framing.ts';
import { OpenStream } from './open-stream.ts';

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A stream to a reader over a real connection, which takes nothing while it is paused. */
async function streamed(framing: Framing = eventStream) {
  let response: ServerResponse | undefined;
  const server = createServer((_, answer) => (response = answer)).listen(0, '127.0.0.1');
  await until(() => server.listening);
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  reader.on('data', (bytes) => (text += String(bytes))).on('error', () => undefined);
  reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  ends.push(() => (reader.destroy(), server.close(), server.closeAllConnections()));
  await until(() => response !== undefined);
  const refused: unknown[] = [];
  const stream = new OpenStream({
    response: response!,
    framing,
    client: { ip: '127.0.0.1', userAgent: '' },
    masking: { requestId: 'r', suggestions: false, onMasked: () => undefined },
    refuse: (errors) => void refused.push(...errors),
  });
  return { stream, reader, response: response!, refused, text: () => text };
}

/** Waits until the system's own buffers are full and nothing moves any more. */
async function stuck(progress: () => number): Promise<void> {
  let [last, still] = [-1, 0];
  await until(() => {
    const now = progress();
    still = now === last ? still + 1 : 0;
    last = now;
    return still >= 5;
  }, 20_000);
}

const EVENT = eventStream.next({ data: { text: 'x'.repeat(64 * 1024) } });

test('a reader that does not read makes the sender wait, and holds no more memory than one buffer', async () => {
  const { stream, reader, response } = await streamed();
  reader.pause();
  stream.begin();
  let sent = 0;
  const sending = (async () => {
    for (; sent < 2_000; sent++) await stream.send(EVENT);
  })();
  let held = 0;
  await stuck(() => {
    held = Math.max(held, response.writableLength);
    return sent;
  });
  expect(held).toBeLessThan(2 * EVENT.length + 256 * 1024);
  expect(sent).toBeLessThan(2_000);
  reader.resume();
  await sending;
  expect(sent).toBe(2_000);
});

test('a reader that has not taken one heartbeat by the next is cut off, and its sender goes on', async () => {
  const { stream, reader, response } = await streamed();
  reader.pause();
  stream.begin();
  let sent = 0;
  const sending = (async () => {
    for (; !stream.gone.aborted; sent++) await stream.send(EVENT);
  })();
  await stuck(() => sent);
  expect(stream.beat()).toBe(true);
  await stuck(() => sent);
  expect(stream.beat()).toBe(false);
  stream.terminate();
  await sending;
  expect(response.destroyed).toBe(true);
});

test('a reader that takes its heartbeats stays', async () => {
  const { stream, text } = await streamed();
  stream.begin();
  for (let beats = 1; beats <= 3; beats++) {
    expect(stream.beat()).toBe(true);
    await until(() => text().split(':\n\n').length > beats + 1);
  }
  expect(stream.gone.aborted).toBe(false);
});

test.each([
  [eventStream, /"code":"UNAUTHENTICATED".*\n\nevent: complete\ndata: \n\n/],
  [multipartSubscription, /"payload":null,"errors":\[\{.*"code":"UNAUTHENTICATED".*\r\n--graphql--\r\n/],
])('the last word of the door is heard ($road)', async (framing, words) => {
  const { stream, text } = await streamed(framing);
  stream.begin();
  stream.close(CLOSE.sessionEnded);
  await until(() => words.test(text()));
  await stream.send(framing.next({ data: {} })); // too late: nothing follows the last word
  stream.finish();
  expect(stream.gone.aborted).toBe(true);
});

test('a stream that is ended before it began is refused like any request', async () => {
  const { stream, refused, response } = await streamed();
  stream.close(CLOSE.tooManySockets);
  expect(refused).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  stream.begin();
  expect(response.headersSent).toBe(false);
});
