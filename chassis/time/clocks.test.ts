import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { movableClock } from './clocks.ts';
import { addDuration } from './iso-duration.ts';

describe('ISO 8601 durations', () => {
  test.each([
    ['2026-01-31T10:00:00.000Z', 'P1M', '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00.000Z', 'P1M', '2028-02-29T10:00:00.000Z'],
    ['2028-02-29T00:00:00.000Z', 'P1Y', '2029-02-28T00:00:00.000Z'],
    ['2026-11-30T00:00:00.000Z', 'P3M', '2027-02-28T00:00:00.000Z'],
    ['2026-01-31T00:00:00.000Z', 'P1M1D', '2026-03-01T00:00:00.000Z'],
    ['2026-03-28T23:30:00.000Z', 'P1DT1H', '2026-03-30T00:30:00.000Z'],
    ['2026-01-01T00:00:00.000Z', 'P2W', '2026-01-15T00:00:00.000Z'],
    ['2026-01-01T00:00:00.000Z', 'PT1.5S', '2026-01-01T00:00:01.500Z'],
  ])('%s + %s = %s', (from, duration, to) => {
    expect(addDuration(new Date(from), duration)?.toISOString()).toBe(to);
  });

  test.each(['', 'P', 'PT', 'P1DT', '60D', 'P-1D', '-P1D', 'P1H', 'PT1D', 'P1.5D', 'p1d', 'P9999Y', 'P1D ', 'PT1H30'])(
    '"%s" is none',
    (text) => {
      expect(addDuration(new Date('2026-01-01'), text)).toBeNull();
    },
  );
});

describe('the movable clock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clock-'));
    file = path.join(folder, 'clock.json');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test('every process sees a move within 250 ms, and a restart keeps it', async () => {
    const here = movableClock(file);
    expect(Math.abs(here.now().getTime() - Date.now())).toBeLessThan(50);
    const source = `import { movableClock } from ${JSON.stringify(path.resolve('chassis/time/clocks.ts'))};
      process.stdout.write(movableClock(${JSON.stringify(file)}).advance('P60D').toISOString());`;
    const there = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
    expect(there.stderr).toBe('');
    const movedAt = performance.now();
    const target = Date.parse(there.stdout);
    while (here.now().getTime() < target && performance.now() - movedAt < 1_000) await new Promise(setImmediate);
    expect(performance.now() - movedAt).toBeLessThan(250);
    expect(here.offsetMs()).toBe(60 * 86_400_000);
    expect(movableClock(file).offsetMs()).toBe(60 * 86_400_000);
  });

  test('what is not a duration moves nothing, and a broken file is a fault instead of a jump back', () => {
    const clock = movableClock(file);
    expect(() => clock.advance('P-1D')).toThrow(RangeError);
    expect(fs.existsSync(file)).toBe(false);
    fs.writeFileSync(file, '{"offsetMs":-5}');
    expect(() => movableClock(file)).toThrow('delete it');
  });
});
