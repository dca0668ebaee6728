import { describe, expect, test } from '@jest/globals';
import type { MaskedResult } from '../front/run-operation.ts';
import { NOT_YET, OVER } from '../graph/live/flow.ts';
import { Turns, type Turn } from '../graph/live/turns.ts';
import { until } from '../testing/until.ts';
import { frameOf } from './event-frame.ts';
import type { Pourable } from './poured.ts';
import { pumped } from './pumped.ts';

function source(count: number) {
  const state = { taken: 0, left: false };
  const events: Pourable<MaskedResult> = {
    poll: () => (state.taken < count ? { data: { n: ++state.taken }, position: `p${state.taken}` } : OVER),
    onMore: () => undefined,
    leave: () => (state.left = true),
  };
  return { state, events };
}

/** The text of one whole frame of a server, read by the rules of RFC 6455. */
function textIn(frame: Buffer): string {
  expect(frame[0]).toBe(0x81);
  const short = frame[1]!;
  const [at, length] =
    short < 126 ? [2, short] : short === 126 ? [4, frame.readUInt16BE(2)] : [10, Number(frame.readBigUInt64BE(2))];
  expect(frame.length).toBe(at + length);
  return frame.toString('utf8', at);
}

test('frames come in order, in the words of the protocol, and nothing but the end is left for graphql-ws', async () => {
  const frames: Buffer[] = [];
  const { events } = source(20);
  expect(await pumped(events, 'a "name"', (frame) => void frames.push(frame)).next()).toEqual({ done: true });
  expect(frames.map((frame) => JSON.parse(textIn(frame)) as unknown)).toEqual(
    Array.from({ length: 20 }, (_, n) => ({
      id: 'a "name"',
      type: 'next',
      payload: { data: { n: n + 1 }, extensions: { position: `p${n + 1}` } },
    })),
  );
});

test('while a frame is not taken, nothing is taken from the source', async () => {
  const { state, events } = source(3);
  const taken = Promise.withResolvers<void>();
  const end = pumped(events, '1', () => taken.promise).next();
  await until(() => state.taken === 1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.taken).toBe(1);
  taken.resolve();
  await end;
  expect(state.taken).toBe(3);
});

test('a frame that cannot be written ends it, and the source is left', async () => {
  const { state, events } = source(3);
  await expect(pumped(events, '1', () => Promise.reject(new Error('broken'))).next()).rejects.toThrow('broken');
  expect(state).toEqual({ taken: 1, left: true });
});

test('a source that breaks fails its own reader, and nobody who waits for a turn behind it', async () => {
  const broken: Pourable<MaskedResult> = {
    poll: () => {
      throw new Error('broken');
    },
    onMore: () => undefined,
    leave: () => undefined,
  };
  const failing = pumped(broken, '1', () => undefined).next();
  const { state, events } = source(3);
  const other = pumped(events, '1', () => undefined).next();
  await expect(failing).rejects.toThrow('broken');
  expect(await other).toEqual({ done: true });
  expect(state.taken).toBe(3);
});

test('an event that comes while nobody polls wakes its reader', async () => {
  const frames: Buffer[] = [];
  let [next, wake]: [MaskedResult | typeof NOT_YET | typeof OVER, () => void] = [NOT_YET, () => undefined];
  const events: Pourable<MaskedResult> = {
    poll() {
      const polled = next;
      if (polled !== OVER) next = NOT_YET;
      return polled;
    },
    onMore: (listener) => (wake = listener),
    leave: () => undefined,
  };
  const end = pumped(events, '1', (frame) => void frames.push(frame)).next();
  await new Promise((resolve) => setImmediate(resolve));
  next = { data: { n: 1 } };
  wake();
  await until(() => frames.length === 1);
  next = OVER;
  wake();
  expect(await end).toEqual({ done: true });
});

describe('the frame of an event', () => {
  const result = (length: number): MaskedResult => ({ data: { text: 'ü'.repeat(length) } });

  test.each([0, 20, 125, 40_000])('says the whole text of %s letters of two bytes', (length) => {
    const event = result(length);
    expect(JSON.parse(textIn(frameOf(event, 'one')))).toEqual({ id: 'one', type: 'next', payload: event });
  });

  test('is one for all who call their subscription the same, and right for those who do not', () => {
    const event = result(3);
    const one = frameOf(event, 'one');
    expect(frameOf(event, 'one')).toBe(one);
    expect(JSON.parse(textIn(frameOf(event, '"ü"')))).toMatchObject({ id: '"ü"', payload: event });
    expect(JSON.parse(textIn(one))).toMatchObject({ id: 'one', payload: event });
  });
});

describe('turns', () => {
  test('a long line is served in order, in goes of a few milliseconds, and everything else has its turn in between', async () => {
    let clock = 0;
    const turns = new Turns(() => clock);
    const served: number[] = [];
    const goes: number[] = [];
    const look = (): void => {
      goes.push(served.length);
      if (served.length < 1_000) setImmediate(look);
    };
    setImmediate(look);
    for (let n = 0; n < 1_000; n++) {
      const turn: Turn = {
        isInLine: false,
        take() {
          clock += 0.1;
          served.push(n);
        },
      };
      turns.add(turn);
      turns.add(turn); // once all the same
    }
    await turns.passed();
    expect(served).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(goes.length).toBeGreaterThan(5); // 100 ms of work
    goes.slice(1).forEach((seen, n) => expect(seen - goes[n]!).toBeLessThan(250));
  });

  test('who asks again in its turn stands behind those who wait', async () => {
    const turns = new Turns();
    const served: string[] = [];
    const again = (name: string, times: number): Turn => {
      let left = times;
      const turn: Turn = {
        isInLine: false,
        take() {
          served.push(name);
          if (--left > 0) turns.add(turn);
        },
      };
      return turn;
    };
    turns.add(again('a', 3));
    turns.add(again('b', 1));
    await turns.passed();
    await turns.passed();
    await turns.passed();
    expect(served).toEqual(['a', 'b', 'a', 'a']);
  });
});
