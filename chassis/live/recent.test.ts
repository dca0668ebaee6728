import { describe, expect, test } from '@jest/globals';
import type { Told } from './outbox-reader.ts';
import { Recent } from './recent.ts';
import { isSnapshot, isVisibleIn, surelyCovers, type Mark } from './snapshot.ts';

const told = (position: number, xid: number, from: string, to: string, bytes = 10): Told => ({
  event: { sequence: position } as Told['event'],
  xid: BigInt(xid),
  bytes,
  mark: { from, to, position },
});
const at = (snapshot: string): Mark => ({ from: snapshot, to: snapshot, position: 0 });
const positions = (rows: readonly Told[] | null) => rows?.map(({ mark }) => mark.position);
const X = new Set(['x']);

describe('a snapshot', () => {
  test('sees what was decided when it was taken, and nothing that ran or came later', () => {
    const seen = [9n, 10n, 11n, 12n, 13n, 14n].filter((xid) => isVisibleIn('10:14:10,12', xid));
    expect(seen).toEqual([9n, 11n, 13n]);
  });

  test('surely covers another only when that ended before its own horizon', () => {
    expect(surelyCovers('20:25:20,22', '10:20:15')).toBe(true);
    expect(surelyCovers('20:25:20,22', '10:21:15')).toBe(false);
  });

  test('has one form, and a token that holds anything else is void', () => {
    expect(['1:1:', '10:14:10,12'].every(isSnapshot)).toBe(true);
    expect(['', '1:1', '1:1:,', "1:1:'", '1:x:', 1].some(isSnapshot)).toBe(false);
  });
});

describe('the recent events', () => {
  test('answer what a reader has missed: late commits too, and from the middle of a batch', () => {
    const recent = new Recent();
    recent.startAt('10:10:');
    for (const row of [
      told(1, 10, '10:10:', '12:14:12'),
      told(3, 13, '10:10:', '12:14:12'),
      told(2, 12, '12:14:12', '15:15:'), // a lower position that was committed later
    ]) {
      recent.keep(row, X);
    }
    expect(positions(recent.after(at('10:10:'), 'x'))).toEqual([1, 3, 2]);
    expect(positions(recent.after(at('12:14:12'), 'x'))).toEqual([2]);
    expect(positions(recent.after({ from: '10:10:', to: '12:14:12', position: 1 }, 'x'))).toEqual([3, 2]);
    expect(positions(recent.after(at('15:15:'), 'x'))).toEqual([]);
    expect(positions(recent.after(at('10:10:'), 'nothing here'))).toEqual([]);
  });

  test('answer null when they may not reach back far enough: from before the start, or after some were forgotten', () => {
    const recent = new Recent();
    expect(recent.after(at('10:10:'), 'x')).toBeNull();
    recent.startAt('10:10:');
    expect(recent.after(at('9:9:'), 'x')).toBeNull();
    for (let n = 1; n <= 3; n++)
      recent.keep(told(n, 9 + n, `${9 + n}:${9 + n}:`, `${10 + n}:${10 + n}:`, 3_000_000), X);
    expect(recent.after(at('10:10:'), 'x')).toBeNull();
    expect(positions(recent.after(at('11:11:'), 'x'))).toEqual([2, 3]);
  });
});
