import { expect, test } from '@jest/globals';
import type { MaskedResult } from '../front/run-operation.ts';
import { until } from '../testing/until.ts';
import { pumped } from './pumped.ts';

function source(count: number) {
  const state = { taken: 0, left: false };
  const events = (async function* (): AsyncGenerator<MaskedResult, undefined> {
    try {
      while (state.taken < count) yield { data: { n: ++state.taken }, position: `p${state.taken}` };
    } finally {
      state.left = true;
    }
  })();
  return { state, events };
}

test('frames come in order, in the words of the protocol, and nothing but the end is left for graphql-ws', async () => {
  const frames: string[] = [];
  const { events } = source(2);
  expect(await pumped(events, 'a "name"', (frame) => void frames.push(frame)).next()).toEqual({ done: true });
  expect(frames.map((frame) => JSON.parse(frame) as unknown)).toEqual(
    [1, 2].map((n) => ({
      id: 'a "name"',
      type: 'next',
      payload: { data: { n }, extensions: { position: `p${n}` } },
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
