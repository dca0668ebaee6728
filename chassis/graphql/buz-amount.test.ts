import { expect, test } from '@jest/globals';
import { GraphQLError, parseValue } from 'graphql';
import { BuzAmount } from './buz-amount.ts';

test('an amount is a decimal string outside and whole minor units inside', () => {
  expect(BuzAmount.parseValue('12.5')).toBe(12_500_000n);
  expect(BuzAmount.parseLiteral(parseValue('"0.000001"'), {})).toBe(1n);
  expect(BuzAmount.serialize(12_500_000n)).toBe('12.5');
});

test.each([12.5, 1, true, null, {}, '1.0000001', '-1', '1e9', '10000000000', 'Infinity'])('%p is refused', (value) => {
  expect(() => BuzAmount.parseValue(value)).toThrow(GraphQLError);
});

test.each(['12.5', '3', 'true', 'TEN', '{ a: 1 }'])(
  'the literal %s is refused: an amount is written as a string',
  (text) => {
    expect(() => BuzAmount.parseLiteral(parseValue(text), {})).toThrow(/decimal string/);
  },
);

test('a number never leaves as an amount', () => {
  expect(() => BuzAmount.serialize(1)).toThrow();
});
