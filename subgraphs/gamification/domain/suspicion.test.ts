import { expect, test } from '@jest/globals';
import { signalsIn, type Signal } from './suspicion.ts';

test.each<[string, Parameters<typeof signalsIn>[0], Signal[]]>([
  ['sixty facts an hour', { thisHour: 60, received: 0, fromOther: 0, toOther: 0 }, []],
  ['sixty-one', { thisHour: 61, received: 0, fromOther: 0, toOther: 0 }, ['VELOCITY']],
  ['five each way among many', { thisHour: 1, received: 50, fromOther: 5, toOther: 5 }, ['MUTUAL_AWARDS']],
  ['one way only', { thisHour: 1, received: 50, fromOther: 25, toOther: 4 }, []],
  ['most of ten from one person', { thisHour: 1, received: 10, fromOther: 6, toOther: 0 }, ['SAME_COUNTERPART']],
  ['most of nine from one person', { thisHour: 1, received: 9, fromOther: 9, toOther: 0 }, []],
  [
    'both',
    { thisHour: 99, received: 10, fromOther: 10, toOther: 9 },
    ['VELOCITY', 'MUTUAL_AWARDS', 'SAME_COUNTERPART'],
  ],
])('%s', (_, measured, signals) => expect(signalsIn(measured)).toEqual(signals));
