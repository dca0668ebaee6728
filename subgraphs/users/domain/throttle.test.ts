import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forgiven, PER_ACCOUNT_AND_IP as limit, placeOf, take, type Attempts } from './throttle.ts';

const start = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe('the throttle', () => {
  test('gives five tries, then waits of 1, 2, 4, 8 and at most 15 minutes', () => {
    let attempts: Attempts | undefined;
    let now = 0;
    for (let i = 0; i < 5; i++) {
      const taken = take(attempts, limit, at(now++));
      if (!taken.allowed) throw new Error(`try ${i + 1} should be free`);
      attempts = taken.attempts;
    }
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      const refused = take(attempts, limit, at(now));
      if (refused.allowed) throw new Error('should wait');
      waits.push(Math.round(refused.retryAfterSeconds / 60));
      now += refused.retryAfterSeconds;
      const taken = take(attempts, limit, at(now));
      if (!taken.allowed) throw new Error('the wait is over');
      attempts = taken.attempts;
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
  });

  test('forgets everything after 15 quiet minutes', () => {
    const worst: Attempts = { failures: 30, since: start, blockedUntil: at(900) };
    expect(take(worst, limit, at(900 + 901))).toMatchObject({ allowed: true, attempts: { failures: 1 } });
  });

  test('never makes anybody wait for longer than 15 minutes, and never allows more than 5 + 4 tries in 15 minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }), (pauses) => {
        let attempts: Attempts | undefined;
        let now = 0;
        const allowedAt: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const taken = take(attempts, limit, at(now));
          if (taken.allowed) {
            attempts = taken.attempts;
            allowedAt.push(now);
          } else expect(taken.retryAfterSeconds).toBeLessThanOrEqual(900);
        }
        const most = Math.max(
          0,
          ...allowedAt.map((from) => allowedAt.filter((t) => t >= from && t < from + 900).length),
        );
        expect(most).toBeLessThanOrEqual(9);
      }),
    );
  });

  test('gives a try back when the answer was right', () => {
    const taken = take({ failures: 4, since: start, blockedUntil: null }, limit, at(1));
    if (!taken.allowed) throw new Error('free');
    expect(taken.attempts.blockedUntil).not.toBeNull();
    expect(forgiven(taken.attempts, limit)).toEqual({ failures: 4, since: start, blockedUntil: null });
  });

  test.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('counts %s as the place %s', (ip, place) => expect(placeOf(ip)).toBe(place));
});
