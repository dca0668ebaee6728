import { describe, expect, test } from '@jest/globals';
import { killRoad } from './road-kills.ts';

const KILLS = 6;

describe.each(['http', 'local'] as const)('the event road over the %s bus', (bus) => {
  test(`${KILLS} kills of either side lose nothing, double nothing and keep the order`, async () => {
    const { told, effects, disorder, wrong } = await killRoad(bus, KILLS);
    expect({ wrong, disorder, effects }).toEqual({ wrong: [], disorder: 0, effects: told });
    expect(told).toBeGreaterThan(KILLS * 5);
  }, 600_000);
});
