import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '#chassis/testing/eventually';
import type { Log } from '#chassis/log/log';
import { COUNTED, reactionOn } from '#chassis/testing/road-town';
import { Announcer } from './announce.ts';
import type { Bus } from './bus.ts';
import { LocalBus } from './local-bus.ts';

let announcer: Announcer;
afterEach(() => announcer.stop());

function announcing(bus: Bus): { said: string[]; asked: () => number } {
  const said: string[] = [];
  let asked = 0;
  const log: Log = {
    debug() {},
    info: (_fields, message) => void said.push(`info: ${message}`),
    warn: (_fields, message) => void said.push(`warn: ${message}`),
    error: (_fields, message) => void said.push(`error: ${message}`),
    child: () => log,
  };
  const counting: Bus = {
    deliver: (...delivery) => bus.deliver(...delivery),
    subscribe(...request) {
      asked += 1;
      return bus.subscribe(...request);
    },
  };
  // waits between attempts are given by the attempt; only the renewal is a setting
  announcer = new Announcer('beta', [reactionOn(COUNTED, () => Promise.resolve())], counting, log, 60_000);
  announcer.start();
  return { said, asked: () => asked };
}

test('a producer that has not moved in is waited for without a warning, and found once it comes', async () => {
  const bus = new LocalBus();
  const { said, asked } = announcing(bus);
  await eventually(() => expect(asked()).toBeGreaterThan(3));
  let accepted = 0;
  bus.join({ name: COUNTED.producer, deposit: async () => {}, accept: async () => void (accepted += 1) });
  await eventually(() => expect(said).toHaveLength(2));
  expect(accepted).toBe(1);
  expect(said).toEqual([
    'info: nobody of that name is here: its events are waited for',
    'info: the subscription is accepted',
  ]);
});
