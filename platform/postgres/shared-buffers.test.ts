import { expect, test } from '@jest/globals';
import { sharedBuffers } from './shared-buffers.ts';

const GB = 1024 ** 3;

test.each([
  [1 * GB, '128MB'],
  [8 * GB, '512MB'],
  [16 * GB - 1, '1023MB'],
  [256 * GB, '1024MB'],
])('of %d bytes of memory PostgreSQL keeps pages in %s', (bytes, expected) =>
  expect(sharedBuffers(bytes)).toBe(expected),
);

test('and what this machine has is somewhere in between', () => {
  const [, megabytes] = /^(\d+)MB$/.exec(sharedBuffers())!;
  expect(Number(megabytes)).toBeGreaterThanOrEqual(128);
  expect(Number(megabytes)).toBeLessThanOrEqual(1024);
});
