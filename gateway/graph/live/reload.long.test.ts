import { expect, test } from '@jest/globals';
import { reloadDrill } from '../../testing/reload-drill.ts';

test('three reloads under 1,000 live subscriptions drop none and miss no event', async () => {
  const { heard, told, faults, alive } = await reloadDrill(1_000, 20);
  expect(faults).toEqual([]);
  expect(alive).toBe(1_000);
  for (const texts of heard) expect(texts).toEqual(told);
}, 120_000);
