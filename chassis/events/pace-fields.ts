import { z } from 'zod';
import { milliseconds } from '#chassis/settings/fields';
import { PACE, type Pace } from './pace.ts';

const count = (atMost: number, preset: number) =>
  z.coerce.number('a whole number is expected').int().min(1).max(atMost).default(preset);

/** What an operator may set of the event road. */
export const PACE_FIELDS = {
  EVENTS_POLL_MS: milliseconds(10, 60_000).default(PACE.pollMs).describe('how often the event road looks by itself'),
  EVENTS_CONCURRENCY: count(64, PACE.consumer.concurrency).describe('reactions at once per replica'),
  EVENTS_BATCH: count(1000, PACE.consumer.batch).describe('events of one aggregate per transaction'),
  RELAY_CONCURRENCY: count(16, PACE.relay.concurrency).describe('deliveries at once per consumer'),
  RELAY_BATCH: count(5000, PACE.relay.batch).describe('events that the relay reads at once per consumer'),
};

export function paceOf(given: { readonly [Field in keyof typeof PACE_FIELDS]: number }): Pace {
  return {
    ...PACE,
    pollMs: given.EVENTS_POLL_MS,
    relay: { ...PACE.relay, concurrency: given.RELAY_CONCURRENCY, batch: given.RELAY_BATCH },
    consumer: { ...PACE.consumer, concurrency: given.EVENTS_CONCURRENCY, batch: given.EVENTS_BATCH },
  };
}

/** Connections of the road's pool: one listens, each reaction has one, two are left for relay, tail and deposits. */
export const roadPoolSize = (pace: Pace): number => pace.consumer.concurrency + 3;
