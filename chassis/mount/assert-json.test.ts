import { expect, test } from '@jest/globals';
import { assertJson } from './assert-json.ts';

test('what JSON can say passes, at any depth', () => {
  const nothing = Object.assign(Object.create(null) as object, { deep: [1, 'two', null, true, { three: [] }] });
  expect(() => assertJson(nothing)).not.toThrow();
});

test.each([
  [{ at: new Date(0) }, 'data.at is a Date'],
  [{ list: [{ units: 1n }] }, 'data.list.0.units is bigint 1'],
  [{ gone: undefined }, 'data.gone is undefined'],
  [{ ratio: Number.NaN }, 'data.ratio is number NaN'],
])('%p is named by its path', (value, message) => {
  expect(() => assertJson(value)).toThrow(message);
});
