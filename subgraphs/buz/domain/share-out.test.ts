import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shareOut } from './share-out.ts';

const share = (...accounts: string[]) => ({ size: 1, accounts });
const many = (count: number, accountsOf: (at: number) => string[]) =>
  Array.from({ length: count }, (_, at) => share(...accountsOf(at)));

describe('what waits for the ledger', () => {
  test('is shared out evenly when nobody meets anybody', () => {
    const { batches, left } = shareOut(
      many(64, (at) => [`a${at}`, `b${at}`]),
      2,
      new Set(),
      500,
    );
    expect([batches.map(({ length }) => length), left]).toEqual([[32, 32], []]);
  });

  test('stays together when all of it meets at one account', () => {
    const { batches, left } = shareOut(
      many(64, (at) => [`a${at}`, 'hot']),
      2,
      new Set(),
      500,
    );
    expect([batches.map(({ length }) => length), left]).toEqual([[64], []]);
  });

  test('stays together when it is not worth a second commit', () => {
    expect(
      shareOut(
        many(8, (at) => [`a${at}`]),
        2,
        new Set(),
        500,
      ).batches,
    ).toHaveLength(1);
  });

  test('waits for what is under way, and is not overtaken by what comes behind it', () => {
    const waiting = [share('a', 'b'), share('b', 'c'), share('c', 'd'), share('e', 'f')];
    expect(shareOut(waiting, 2, new Set(['a']), 500)).toEqual({
      batches: [[waiting[3]]],
      left: [waiting[0], waiting[1], waiting[2]],
    });
  });

  test('all waits when no batch may go', () => {
    const waiting = many(20, (at) => [`a${at}`]);
    expect(shareOut(waiting, 0, new Set(), 500)).toEqual({ batches: [], left: waiting });
  });

  test('is never more than a batch holds, however much waits', () => {
    const { batches, left } = shareOut(
      many(64, (at) => [`a${at}`]),
      2,
      new Set(),
      10,
    );
    expect([batches.map(({ length }) => length), left.length]).toEqual([[10, 10], 44]);
    expect(shareOut([{ size: 80, accounts: ['a'] }], 2, new Set(), 10).batches).toHaveLength(1);
  });

  test('shares no account between batches, loses nothing and keeps the order of every account', () => {
    const account = fc.integer({ min: 0, max: 30 }).map(String);
    const shares = fc.array(
      fc.record({
        size: fc.integer({ min: 1, max: 5 }),
        accounts: fc.uniqueArray(account, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: 0, max: 4 }),
        fc.uniqueArray(account, { maxLength: 5 }),
        (waiting, tracks, flying) => {
          const { batches, left } = shareOut(waiting, tracks, new Set(flying), 40);
          const named = batches.map((batch) => new Set(batch.flatMap(({ accounts }) => accounts)));
          named.forEach((mine, at) => {
            for (const other of [...named.slice(at + 1), new Set(flying)])
              expect([...mine].filter((account) => other.has(account))).toEqual([]);
          });
          expect(batches.length).toBeLessThanOrEqual(tracks);
          expect(new Set([...batches.flat(), ...left])).toEqual(new Set(waiting));
          const placeOf = new Map(waiting.map((one, at) => [one, at]));
          for (const batch of [...batches, left]) {
            const places = batch.map((one) => placeOf.get(one)!);
            expect(places).toEqual(places.toSorted((a, b) => a - b));
          }
          for (const gone of batches.flat())
            for (const stays of left)
              if (stays.accounts.some((one) => gone.accounts.includes(one)))
                expect(placeOf.get(gone)!).toBeLessThan(placeOf.get(stays)!);
        },
      ),
    );
  });
});
