import { expect, test } from '@jest/globals';
import { DateTime } from './scalars.ts';

test.each([
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01',
  'soon',
  5,
])('%s is no instant', (text) => {
  expect(() => DateTime.parseValue(text)).toThrow('Not an instant');
});

test.each([
  ['2024-02-29T23:59:59.5+05:30', '2024-02-29T18:29:59.500Z'],
  ['2026-01-01T00:30:00+02:00', '2025-12-31T22:30:00.000Z'],
])('%s leaves as %s', (text, instant) => {
  expect(DateTime.serialize(DateTime.parseValue(text))).toBe(instant);
});
