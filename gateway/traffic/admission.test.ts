import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { until } from '../testing/until.ts';
import { Admission } from './admission.ts';
import { LoopWatch } from './loop-watch.ts';

const LIMITS = { places: 20, placesPerCaller: 5, loopDelayMs: 100 };

describe('who may begin', () => {
  test('is one caller only for their share of the places, and others for the rest', () => {
    const admission = new Admission(LIMITS, { delayMs: 0 });
    const entered = (caller: string) => !(admission.enter(caller) instanceof GraphQLError);
    expect(Array.from({ length: 8 }, () => entered('a')).filter(Boolean)).toHaveLength(5);
    expect(['b', 'c', 'd', 'e'].map(entered)).toEqual([true, true, true, true]);
    expect(admission.shed).toEqual(new Map([['caller', 3]]));
  });

  test('is nobody once every place is taken, until one is given back, which happens once', () => {
    const admission = new Admission({ ...LIMITS, placesPerCaller: 100 }, { delayMs: 0 });
    const leave = Array.from({ length: 20 }, () => admission.enter('a') as () => void);
    const refused = admission.enter('b') as GraphQLError;
    expect(refused.extensions).toMatchObject({ code: 'OVERLOADED', retryAfter: expect.any(Number) });
    leave[0]!();
    leave[0]!();
    expect(admission.taken).toBe(19);
    expect(admission.enter('b')).toBeInstanceOf(Function);
    expect(admission.enter('b')).toBeInstanceOf(GraphQLError);
  });

  test('is nobody new while the process is late, except for the few who find out that it is better', () => {
    const loop = { delayMs: 101 };
    const admission = new Admission({ ...LIMITS, placesPerCaller: 100 }, loop);
    const entered = Array.from({ length: 12 }, () => admission.enter('a')).filter((x) => x instanceof Function);
    expect(entered).toHaveLength(8);
    expect(admission.refusal()).toBeInstanceOf(GraphQLError);
    loop.delayMs = 99;
    expect(admission.refusal()).toBeUndefined();
  });

  test('is measured by how late this process really is', async () => {
    const loop = new LoopWatch();
    loop.start();
    try {
      const block = setInterval(() => {
        for (const end = performance.now() + 120; performance.now() < end;);
      }, 1);
      await until(() => loop.delayMs > 50, 20_000).finally(() => clearInterval(block));
      await until(() => loop.delayMs < 50, 60_000);
    } finally {
      loop.stop();
    }
  }, 90_000);
});
