import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '#kernel/refusal';
import { holds, progressOf, type Standing } from './badge.ts';
import { parseRule, type BadgeRule } from './badge-rule.ts';
import { counterKey, countOf, type Counter, type Tally } from './counter.ts';
import { addDays } from './local-day.ts';

const rule = (value: unknown): BadgeRule => {
  const parsed = parseRule(JSON.stringify(value));
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return parsed;
};
const ideas = (atLeast: number) => ({ count: { kinds: ['IDEA'], atLeast } });
const standing = (given: Partial<Standing> = {}): Standing => ({
  counts: new Map(),
  xp: 0,
  longestStreak: 0,
  held: new Set(),
  ...given,
});

describe('a rule that is not acceptable is refused at its place', () => {
  test.each([
    ['{', 'rule', 'not JSON'],
    ['[]', 'rule', 'an object'],
    ['{}', 'rule', 'exactly one of all, any, count, xp, streak, badge'],
    ['{"xp":{"atLeast":1},"streak":{"days":2}}', 'rule', 'exactly one of all, any, count, xp, streak, badge'],
    ['{"not":{}}', 'rule.not', 'not one of all, any, count, xp, streak, badge'],
    ['{"all":[]}', 'rule.all', 'a list of 1 to 12 rules'],
    ['{"all":[{"xp":{"atLeast":1}},{"count":{"kinds":["A_B"],"atLeast":0}}]}', 'rule.all[1].count.atLeast', 'a whole number from 1 to 100000'], // prettier-ignore
    ['{"count":{"kinds":["IDEA","x"],"atLeast":1}}', 'rule.count.kinds[1]', 'a WORD in capitals'],
    ['{"count":{"kinds":["IDEA"],"atLeast":1,"distinct":"KIND"}}', 'rule.count.distinct', 'SUBJECT or COUNTERPART'],
    ['{"count":{"kinds":["IDEA"],"atLeast":1,"withinDays":1.5}}', 'rule.count.withinDays', 'a whole number from 1 to 366'], // prettier-ignore
    ['{"xp":{"atLeast":"7"}}', 'rule.xp.atLeast', 'a whole number from 1 to 1000000000'],
    ['{"streak":{"days":1}}', 'rule.streak.days', 'a whole number from 2 to 3660'],
    ['{"badge":{"code":"no"}}', 'rule.badge.code', 'a WORD in capitals'],
    ['{"all":[{"any":[{"all":[{"any":[{"xp":{"atLeast":1}}]}]}]}]}', 'rule.all[0].any[0].all[0].any', 'at most 4 levels deep'], // prettier-ignore
    [JSON.stringify({ x: 'y'.repeat(5_000) }), 'rule', 'at most 4000 characters'],
  ])('%s', (text, place, problem) => {
    expect(parseRule(text)).toMatchObject({ name: 'BadgeRuleInvalid', place, problem });
  });

  test('whatever text it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const parsed = parseRule(text);
        expect(isRefusal(parsed) ? parsed.message : parseRule(JSON.stringify(parsed))).toBeTruthy();
      }),
    );
  });
});

describe('progress', () => {
  test('of all is that of its parts, of any that of the nearest one', () => {
    const both = rule({ all: [ideas(3), { xp: { atLeast: 100 } }] });
    const either = rule({ any: [ideas(4), { streak: { days: 10 } }] });
    const here = standing({ counts: new Map([['IDEA', 5]]), xp: 40, longestStreak: 9 });
    expect(progressOf(both, here)).toEqual({ have: 43, need: 103 });
    expect(holds(both, here)).toBe(false);
    expect(progressOf(either, here)).toEqual({ have: 4, need: 4 });
    expect(progressOf(either, standing({ longestStreak: 9 }))).toEqual({ have: 9, need: 10 });
    expect(holds(rule({ badge: { code: 'OTHER' } }), standing({ held: new Set(['OTHER']) }))).toBe(true);
  });

  test('is full exactly when the rule holds, and more facts never take it away', () => {
    const leaf = fc.oneof(
      fc.record({ count: fc.record({ kinds: fc.constant(['IDEA']), atLeast: fc.integer({ min: 1, max: 6 }) }) }),
      fc.record({ xp: fc.record({ atLeast: fc.integer({ min: 1, max: 6 }) }) }),
      fc.record({ streak: fc.record({ days: fc.integer({ min: 2, max: 6 }) }) }),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 2 },
        leaf,
        fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
      ),
    }));
    const n = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(tree, n, n, n, fc.constantFrom('xp', 'streak', 'ideas'), (shape, xp, streak, count, more) => {
        const parsed = rule(shape);
        const at = (grown: string | null) =>
          standing({
            xp: xp + (grown === 'xp' ? 1 : 0),
            longestStreak: streak + (grown === 'streak' ? 1 : 0),
            counts: new Map([['IDEA', count + (grown === 'ideas' ? 1 : 0)]]),
          });
        expect(holds(parsed, at(null))).toBe(meaning(parsed, at(null)));
        expect(!holds(parsed, at(null)) || holds(parsed, at(more))).toBe(true);
      }),
    );
  });

  /** The rule read as a sentence, without any progress. */
  function meaning(one: BadgeRule, here: Standing): boolean {
    if ('all' in one) return one.all.every((part) => meaning(part, here));
    if ('any' in one) return one.any.some((part) => meaning(part, here));
    if ('count' in one) return (here.counts.get(counterKey(one.count)) ?? 0) >= one.count.atLeast;
    if ('xp' in one) return here.xp >= one.xp.atLeast;
    return 'streak' in one ? here.longestStreak >= one.streak.days : here.held.has(one.badge.code);
  }
});

test('a count within days is the best stretch of them, wherever it lies', () => {
  const tally = fc.record({
    day: fc.integer({ min: 0, max: 20 }).map((day) => addDays('2026-02-20', day)),
    member: fc.constantFrom('a', 'b', 'c'),
    times: fc.integer({ min: 0, max: 2 }),
  });
  const distinct = fc.constantFrom('SUBJECT' as const, null);
  fc.assert(
    fc.property(fc.array(tally), fc.integer({ min: 1, max: 9 }), distinct, (tallies, withinDays, each) => {
      const counter: Counter = { kinds: ['IDEA'], distinct: each, withinDays };
      let best = 0;
      for (let start = -10; start <= 30; start++) {
        const days = new Set(Array.from({ length: withinDays }, (_, i) => addDays('2026-02-20', start + i)));
        const inside = tallies.filter(({ day, times }: Tally) => times > 0 && days.has(day!));
        const size = each ? new Set(inside.map(({ member }) => member)).size : inside.reduce((n, { times }) => n + times, 0); // prettier-ignore
        best = Math.max(best, size);
      }
      expect(countOf(counter, tallies)).toBe(best);
    }),
  );
});
