import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { finalsOf, LEAGUE_SEATS, seatsFor, type Contestant, type LeagueTier } from './league.ts';

const contestant = fc.record({
  score: fc.integer({ min: -5, max: 5 }),
  reachedAt: fc.integer({ min: 0, max: 3 }),
  absent: fc.boolean(),
});
const league = fc
  .array(contestant, { maxLength: LEAGUE_SEATS })
  .map((players): Contestant[] => players.map((player, i) => ({ ...player, userId: String(i).padStart(2, '0') })));

describe('closing a league', () => {
  test('gives the same result in whatever order its players are read, and each place once', () => {
    fc.assert(
      fc.property(league, fc.constantFrom<LeagueTier>('BRONZE', 'GOLD', 'DIAMOND'), (players, tier) => {
        const byUser = (finals: ReturnType<typeof finalsOf>) =>
          finals.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
        const finals = finalsOf(tier, players);
        expect(byUser(finalsOf(tier, players.toReversed()))).toEqual(byUser(finals));
        const places = finals.flatMap(({ place }) => (place === null ? [] : [place]));
        expect(places.toSorted((a, b) => a - b)).toEqual(places.map((_, i) => i + 1));
        expect(finals.filter(({ outcome, place }) => place === null && outcome !== 'STAYED')).toEqual([]);
      }),
    );
  });

  test('moves the first and the last fifth of 30, nobody of four, nobody beyond the first and last tier', () => {
    const players = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ userId: `u${i}`, score: 100 - i, reachedAt: 0, absent: false }));
    const outcomes = (tier: LeagueTier, n: number) =>
      finalsOf(tier, players(n))
        .map(({ outcome }) => outcome[0])
        .join('');
    expect(outcomes('SILVER', 30)).toBe(`${'P'.repeat(6)}${'S'.repeat(18)}${'D'.repeat(6)}`);
    expect(outcomes('SILVER', 4)).toBe('SSSS');
    expect(outcomes('BRONZE', 10)).toBe('PPSSSSSSSS');
    expect(outcomes('DIAMOND', 10)).toBe('SSSSSSSSDD');
    expect(finalsOf('SILVER', players(5)).map(({ nextTier }) => nextTier)).toEqual([
      'GOLD',
      'SILVER',
      'SILVER',
      'SILVER',
      'BRONZE',
    ]);
  });

  test('promotes nobody who gained nothing', () => {
    const players = Array.from({ length: 5 }, (_, i) => ({ userId: `u${i}`, score: -i, reachedAt: 0, absent: false }));
    expect(finalsOf('BRONZE', players).filter(({ outcome }) => outcome === 'PROMOTED')).toEqual([]);
  });
});

test('seating fills the free seats of the own tier first and never seats more than 30', () => {
  let id = 0;
  const waiting = Array.from(
    { length: 70 },
    (_, i) => ({ userId: `u${i}`, tier: i % 2 ? 'SILVER' : 'BRONZE' }) as const,
  );
  const { seats, opened } = seatsFor(waiting, [{ id: 'open', tier: 'BRONZE', seats: 28 }], () => `new ${++id}`);
  const perLeague = Object.groupBy(seats, ({ leagueId }) => leagueId);
  expect(seats.filter(({ leagueId }) => leagueId === 'open').map(({ seat }) => seat)).toEqual([29, 30]);
  expect(opened).toHaveLength(4);
  for (const league of Object.values(perLeague)) expect(league!.at(-1)!.seat).toBeLessThanOrEqual(LEAGUE_SEATS);
  expect(new Set(seats.map(({ leagueId, tier }) => `${leagueId} ${tier}`)).size).toBe(5);
});
