import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesAt, inForce, type EconomyRule } from './economy-rule.ts';
import { SEED_PRICES, SEED_REWARDS } from './economy-seed.ts';

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const rule = (version: number, from: number, until: number | null, amount = BigInt(version)): EconomyRule => ({
  ...{
    id: `v${version}`,
    kind: 'PRICE',
    code: 'VENTURE_CREATE',
    version,
    amount,
    category: 'VENTURE',
    claimDays: null,
  },
  ...{ effectiveFrom: at(from), effectiveUntil: until === null ? null : at(until), origin: 'SEED', because: '' },
});

describe('the version in force', () => {
  test('is the one that began last; what ends gives way to the one before it', () => {
    const versions = [rule(1, 1, null), rule(2, 10, 20), rule(3, 15, 16)];
    const days = [1, 9, 10, 14, 15, 16, 19, 20].map((day) => inForce(versions, at(day))?.version);
    expect(days).toEqual([1, 1, 2, 2, 3, 2, 2, 1]);
    expect(inForce(versions, at(0))).toBeNull();
  });

  test('a change that was decided later for an earlier day does not undo one that was decided for a later day', () => {
    const versions = [rule(1, 1, null), rule(2, 20, null), rule(3, 10, null)];
    expect([5, 15, 25].map((day) => inForce(versions, at(day))?.version)).toEqual([1, 3, 2]);
  });

  test('stays the same until exactly the next change', () => {
    const day = fc.integer({ min: 1, max: 40 });
    const span = fc.tuple(day, fc.option(fc.integer({ min: 1, max: 15 })));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), day, (spans, now) => {
        const versions = spans.map(([from, length], i) => rule(i + 1, from, length === null ? null : from + length));
        const change = changesAt(versions, at(now));
        const last = change ? Math.round((change.getTime() - at(0).getTime()) / 86_400_000) : 60;
        for (let later = now; later < last; later++) {
          expect(inForce(versions, at(later))?.id).toBe(inForce(versions, at(now))?.id);
        }
        if (change) expect(inForce(versions, change)?.id).not.toBe(inForce(versions, at(now))?.id);
      }),
    );
  });
});

test('the seeds are the V2 columns with their exceptions', () => {
  const prices = Object.fromEntries(SEED_PRICES.map(([code, buz]) => [code, buz]));
  expect([
    prices['VENTURE_CREATE'],
    prices['TEAM_MEMBER_ADD'],
    prices['OPPORTUNITY_APPLY'],
    prices['WHITE_LABEL'],
  ]).toEqual([50, 5, 3, 250]);
  expect(SEED_PRICES.filter(([, buz]) => buz === 0).map(([code]) => code)).toEqual([
    'VENTURE_EDIT',
    'TEAM_MEMBER_REMOVE',
    'LEGAL_SIGN_MANDATORY',
  ]);
  const codes = SEED_REWARDS.map(([code]) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => /APPL|CUMULATIVE/.test(code))).toEqual([]);
});
