import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { ALSO, INNOCENT, PLANTED } from './plants.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { forbidden, options } = createRequire(import.meta.url)('../../dependency-cruiser.config.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: { enhancedResolveOptions: object };
};

const house = mkdtempSync(join(tmpdir(), 'house-'));
const fired = new Map<string, Set<string>>();

beforeAll(async () => {
  for (const file of ['package.json', 'tsconfig.json']) copyFileSync(join(ROOT, file), join(house, file));
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
  for (const [path, text] of [INNOCENT, ...Object.values(PLANTED)].flatMap((files) => Object.entries(files))) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const folders = ['kernel', 'chassis', 'subgraphs', 'gateway', 'platform', 'registry'];
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const answer = await cruise(
    folders,
    { ...cruiseOptions, ruleSet: { forbidden }, validate: true, baseDir: house },
    enhancedResolveOptions,
  );
  for (const { from, rule } of (answer.output as ICruiseResult).summary.violations) {
    fired.set(from, (fired.get(from) ?? new Set()).add(rule.name));
  }
}, 60_000);

afterAll(() => rmSync(house, { recursive: true }));

test('every rule has a plant, and every plant a rule', () => {
  expect(Object.keys(PLANTED).sort()).toEqual(forbidden.map(({ name }) => name).sort());
});

test('the imports that the architecture allows break no rule', () => {
  expect(Object.keys(INNOCENT).filter((path) => fired.has(path))).toEqual([]);
});

describe('a planted violation makes its rule, and no other, fire', () => {
  for (const [rule, files] of Object.entries(PLANTED)) {
    test(rule, () => {
      const names = new Set(Object.keys(files).flatMap((path) => [...(fired.get(path) ?? [])]));
      expect([...names].sort()).toEqual([rule, ...(ALSO[rule] ?? [])].sort());
    });
  }
});
