import { expect, test } from '@jest/globals';
import { breakingChanges } from './breaking.ts';

const before = 'enum Size { SMALL LARGE } type Query { thing(size: Size): Int other: Int }';
const after = 'enum Size { SMALL } type Query { thing(size: Size): Int }';

async function told(...coordinates: string[]): Promise<Record<string, string>> {
  const used = coordinates.map((coordinate) => ({ client: 'web', version: '1.2', operations: 9, coordinate }));
  const usage = JSON.stringify({ until: '2030-01-31', days: 30, used });
  const findings = await breakingChanges(before, after, '', usage);
  return Object.fromEntries(findings.map(({ where, message }) => [where, message]));
}

test('a breaking change that nobody relied on is told apart from one that breaks a named client', async () => {
  const one = await told('Query.other');
  expect(one['Query.other']).toContain('it breaks web 1.2 (9 operations), who relied on it in the 30 days');
  expect(one['Size.LARGE']).toContain('nobody relied on it in the 30 days until 2030-01-31');
});

test('who uses an enum at all may use each of its values', async () => {
  expect((await told('Size.*'))['Size.LARGE']).toContain('it breaks web 1.2');
});

test('without recorded usage nothing is said of it, and a false file is no usage', async () => {
  const [found] = await breakingChanges(before, after, '');
  expect(found!.message).not.toContain('relied');
  await expect(breakingChanges(before, after, '', '{"used": 1}')).rejects.toThrow('usage.json');
});
