import { expect, test } from '@jest/globals';
import { rebuildReport } from './rebuild-report.ts';

const same = { table: 'xp_entry', rows: 12, replayed: 12, surplus: 0, missing: 0, examples: [] };
const wrong = {
  ...same,
  table: 'player',
  surplus: 1,
  missing: 1,
  examples: [
    { in: 'table' as const, row: { xp: 9 } },
    { in: 'replay' as const, row: { xp: 10 } },
  ],
};

test('no difference is told with the counts of every table, and is exit code 0', () => {
  expect(rebuildReport({ facts: 5, tables: [same], written: false })).toEqual({
    code: 0,
    text: '5 facts replayed\n  xp_entry  12 rows, 12 replayed: the same\nno difference\n',
  });
});

test('a difference is shown row by row and is exit code 1, also when it was put right', () => {
  const { code, text } = rebuildReport({ facts: 5, tables: [wrong, same], written: true });
  expect(code).toBe(1);
  expect(text).toContain(
    '  player    12 rows, 12 replayed: 1 too many, 1 missing\n      only in the table: {"xp":9}\n',
  );
  expect(text).toContain('1 table differs; the tables now hold what the log says');
});
