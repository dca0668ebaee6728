import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayAt, endOfDay, isDay, isZone, type DayZone } from './local-day.ts';
import { settle, streaksOf, type StreakDay } from './streak.ts';

const zoned = (zone: string, dayStartHour = 0): DayZone => ({ zone, dayStartHour });
const BERLIN = zoned('Europe/Berlin');
const KIRITIMATI = zoned('Pacific/Kiritimati'); // +14
const MIDWAY = zoned('Pacific/Midway'); // -11

/** The distinct days of these instants, each in the zone that was in force. */
function days(...happened: [string, DayZone][]): StreakDay[] {
  const byDay = new Map<string, StreakDay>();
  for (const [instant, zone] of happened) {
    const at = new Date(instant);
    const day = dayAt(at, zone);
    if (!byDay.has(day)) byDay.set(day, { ...zone, day, at });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

describe('the days of a streak', () => {
  test.each<[string, [string, DayZone][], number[]]>([
    [
      'spring forward',
      [
        ['2026-03-28T22:59:00Z', BERLIN],
        ['2026-03-29T21:59:00Z', BERLIN],
        ['2026-03-30T21:59:00Z', BERLIN],
      ],
      [3],
    ],
    [
      'fall back',
      [
        ['2026-10-24T21:59:00Z', BERLIN],
        ['2026-10-25T22:59:00Z', BERLIN],
        ['2026-10-26T22:59:00Z', BERLIN],
      ],
      [3],
    ],
    [
      'fall back, one day too late',
      [
        ['2026-10-24T21:59:00Z', BERLIN],
        ['2026-10-25T23:01:00Z', BERLIN],
      ],
      [1, 1],
    ],
    [
      '29 February',
      [
        ['2028-02-28T12:00:00Z', BERLIN],
        ['2028-02-29T12:00:00Z', BERLIN],
        ['2028-03-01T12:00:00Z', BERLIN],
      ],
      [3],
    ],
    [
      '28 February to 1 March of a leap year',
      [
        ['2028-02-28T12:00:00Z', BERLIN],
        ['2028-03-01T12:00:00Z', BERLIN],
      ],
      [1, 1],
    ],
    [
      'two devices on one day',
      [
        ['2026-05-01T08:00:00Z', BERLIN],
        ['2026-05-01T08:00:00Z', BERLIN],
        ['2026-05-01T20:00:00Z', BERLIN],
      ],
      [1],
    ],
    [
      'a flight east over the date line: -11 to +14',
      [
        ['2026-06-01T10:30:00Z', MIDWAY],
        ['2026-06-01T12:00:00Z', KIRITIMATI],
      ],
      [2],
    ],
    [
      'the day after such a flight',
      [
        ['2026-06-01T10:30:00Z', MIDWAY],
        ['2026-06-02T10:30:00Z', KIRITIMATI],
      ],
      [2],
    ],
    [
      'a whole day missed in spite of the flight',
      [
        ['2026-06-01T10:30:00Z', MIDWAY],
        ['2026-06-03T11:30:00Z', KIRITIMATI],
      ],
      [1, 1],
    ],
    [
      'a flight west: the same date again',
      [
        ['2026-06-02T09:00:00Z', KIRITIMATI],
        ['2026-06-02T12:00:00Z', MIDWAY],
        ['2026-06-03T12:00:00Z', MIDWAY],
      ],
      [2],
    ],
    [
      'up late with days that begin at four',
      [
        ['2026-05-01T22:30:00Z', zoned('Europe/Berlin', 4)],
        ['2026-05-03T01:30:00Z', zoned('Europe/Berlin', 4)],
      ],
      [2],
    ],
  ])('%s', (_, happened, lengths) => {
    expect(streaksOf(days(...happened), new Set()).runs.map((run) => run.days)).toEqual(lengths);
  });

  test('say which day was missed, and in which zone', () => {
    const { gaps } = streaksOf(days(['2026-05-01T08:00:00Z', BERLIN], ['2026-05-04T08:00:00Z', BERLIN]), new Set());
    expect(gaps).toMatchObject([{ missed: ['2026-05-02', '2026-05-03'], zone: 'Europe/Berlin', before: { days: 1 } }]);
  });

  test('are counted without the covered ones', () => {
    const three = days(['2026-05-01T08:00:00Z', BERLIN], ['2026-05-03T08:00:00Z', BERLIN]);
    expect(streaksOf(three, new Set(['2026-05-02'])).runs).toEqual([
      { startedOn: '2026-05-01', lastDay: '2026-05-03', days: 2 },
    ]);
  });

  test('never get fewer or shorter by a day more, whatever the zones', () => {
    const zones = ['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Midway', 'Asia/Kathmandu'];
    const instant = fc.tuple(fc.integer({ min: 0, max: 40 * 24 }), fc.constantFrom(...zones));
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 30 }), (given) => {
        const happened = given.map(([hour, zone]): [string, DayZone] => [
          new Date(Date.UTC(2026, 2, 10) + hour * 3_600_000).toISOString(),
          zoned(zone),
        ]);
        const before = days(...happened.slice(0, -1)).map(({ day }) => day);
        const after = days(...happened).map(({ day }) => day);
        expect(after).toEqual(expect.arrayContaining(before));
        const { runs } = streaksOf(days(...happened), new Set());
        expect(runs.reduce((sum, run) => sum + run.days, 0)).toBe(after.length);
      }),
    );
  });
});

describe('a day', () => {
  test('ends with the first instant of the next one, in every zone and at every start', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Asia/Beirut',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 3_600 }),
        (zone, hour, n) => {
          const day = addDays('2018-01-01', n);
          const end = endOfDay(day, zoned(zone, hour));
          expect(dayAt(end, zoned(zone, hour)) > day).toBe(true);
          expect(dayAt(new Date(end.getTime() - 1), zoned(zone, hour)) <= day).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('ends an hour early or late when the clocks change', () => {
    expect(endOfDay('2026-03-29', BERLIN).toISOString()).toBe('2026-03-29T22:00:00.000Z');
    expect(endOfDay('2026-10-25', BERLIN).toISOString()).toBe('2026-10-25T23:00:00.000Z');
    expect(endOfDay('2018-11-03', zoned('America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z'); // 00:00 never was
  });
});

test.each([
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Mars/Olympus_Mons', false],
  ['+02:00', false],
  ['', false],
])('%p is a zone: %p', (zone, is) => expect(isZone(zone)).toBe(is));

describe('a day without anything', () => {
  const last = days(['2026-05-01T08:00:00Z', BERLIN])[0]!;
  const run = { startedOn: '2026-04-20', lastDay: '2026-05-01', days: 12 };
  const bare = { covered: new Set<string>(), pauses: [], freezes: 0 };
  const at = (instant: string, protection: object = {}, zone = BERLIN) =>
    settle(last, run, zone, new Date(instant), { ...bare, ...protection });

  test('breaks the streak when it is over, not before', () => {
    expect(at('2026-05-02T21:59:59Z')).toMatchObject({ missed: [], dueAt: new Date('2026-05-02T22:00:00Z') });
    expect(at('2026-05-02T22:00:00Z')).toMatchObject({ missed: ['2026-05-02'] });
  });

  test('is covered by a planned pause, then by a freeze', () => {
    const pauses = [{ firstDay: '2026-05-02', lastDay: '2026-05-03' }];
    expect(at('2026-05-05T12:00:00Z', { pauses, freezes: 1 })).toEqual({
      covers: [
        { day: '2026-05-02', by: 'PAUSE' },
        { day: '2026-05-03', by: 'PAUSE' },
        { day: '2026-05-04', by: 'FREEZE' },
      ],
      missed: [],
      dueAt: new Date('2026-05-05T22:00:00Z'),
    });
  });

  test('is over only when it is over where the player was, too: who flew east has the hours of the zone delta more', () => {
    expect(at('2026-05-02T21:00:00Z', {}, KIRITIMATI)).toMatchObject({ missed: [] });
    expect(at('2026-05-03T09:00:00Z', {}, MIDWAY)).toMatchObject({
      missed: [],
      dueAt: new Date('2026-05-03T11:00:00Z'),
    });
  });

  test('costs no freeze when the streak is one day old', () => {
    const young = settle(last, { ...run, days: 1 }, BERLIN, new Date('2026-05-04T00:00:00Z'), { ...bare, freezes: 2 });
    expect(young).toMatchObject({ covers: [], missed: ['2026-05-02', '2026-05-03'] });
  });
});

test.each([
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-2-9', false],
  ['tomorrow', false],
])('%p is a day: %p', (text, is) => expect(isDay(text)).toBe(is));
