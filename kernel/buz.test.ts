import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CAP, decimalOf, unitsOf } from './buz.ts';

test('an amount survives being written and read', () => {
  fc.assert(fc.property(fc.bigInt(0n, CAP), (units) => expect(unitsOf(decimalOf(units))).toBe(units)));
});

test.each([
  ['12.5', 12_500_000n],
  ['0.000001', 1n],
  ['1000000000', CAP],
])('%s is %s units', (decimal, units) => {
  expect(unitsOf(decimal)).toBe(units);
  expect(decimalOf(units)).toBe(decimal);
});

test.each(['', '-1', '+1', '1.', '.5', '1.0000001', '1e3', '0x10', ' 1', '1 ', '1,5', 'NaN', '1000000000.000001', '٣'])(
  '%p is no amount',
  (text) => {
    expect(unitsOf(text)).toBeNull();
  },
);

test('what is below zero keeps its sign', () => {
  expect(decimalOf(-1n)).toBe('-0.000001');
  expect(decimalOf(-2_500_000n)).toBe('-2.5');
});
