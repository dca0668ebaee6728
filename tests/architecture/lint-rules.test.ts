import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const DOMAIN = 'subgraphs/users/domain/policy.ts';
const ACTION = 'subgraphs/users/actions/record-security.ts';
const CHASSIS = 'chassis/mount/mount.ts';
const SETTINGS = 'subgraphs/users/settings.ts';

/** What is planted, in the place of a file that exists (types are looked up there), and the rule that must see it; null: nobody. */
const PLANTS: readonly (readonly [what: string, file: string, text: string, rule: string | null])[] = [
  ['the wall clock in an action', ACTION, 'export const at = Date.now();', 'no-restricted-syntax'],
  ['a new Date() in the domain', DOMAIN, 'export const at = new Date();', 'no-restricted-syntax'],
  ['SQL now() in an action', ACTION, 'export const sql = `update session set seen = now()`;', 'no-restricted-syntax'],
  ['a Date of a known instant in the domain', DOMAIN, 'export const at = new Date(0);', null],
  ['the wall clock in the chassis', CHASSIS, 'export const at = Date.now();', null],
  ['process.env in the chassis', CHASSIS, 'export const env = process.env.PORT;', 'no-restricted-syntax'],
  ['process.env in settings.ts', SETTINGS, 'export const env = process.env.PORT;', null],
  ['Math.random', CHASSIS, 'export const chance = Math.random();', 'no-restricted-syntax'],
  ['console', CHASSIS, "console.log('here');", 'no-restricted-syntax'],
  ['a class called Service', DOMAIN, 'export class UserService {}', 'no-restricted-syntax'],
  ['an interface called Info', DOMAIN, 'export interface UserInfo { id: string }', 'no-restricted-syntax'],
  ['any', DOMAIN, 'export const anything = (value: any): string => String(value);', '@typescript-eslint/no-explicit-any'],
  ['a promise that nobody awaits', CHASSIS, 'export function go(): void { Promise.resolve(1); }', '@typescript-eslint/no-floating-promises'],
  ['a promise as a condition', CHASSIS, 'export const go = (yes: Promise<boolean>): number => (yes ? 1 : 2);', '@typescript-eslint/no-misused-promises'],
  ['await of what is no promise', CHASSIS, 'export async function go(): Promise<void> { await 1; }', '@typescript-eslint/await-thenable'],
  ['a thrown text', CHASSIS, "export function go(): never { throw 'no'; }", '@typescript-eslint/only-throw-error'],
  ['a switch that forgets a case', DOMAIN, "export function go(k: 'a' | 'b'): number { switch (k) { case 'a': return 1; } return 2; }", '@typescript-eslint/switch-exhaustiveness-check'],
  ['==', DOMAIN, 'export const same = (a: string, b: string): boolean => a == b;', 'eqeqeq'],
  ['251 lines', DOMAIN, `${'\n'.repeat(250)}export const last = 1;`, 'max-lines'],
]; // prettier-ignore

let found: string[][];

/** ESLint in a process of its own: its configuration is loaded as a program loads it, not as jest would. */
const PROGRAM = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint({ cwd: ${JSON.stringify(ROOT)} });
  const answers = [];
  for (const [, filePath, text] of JSON.parse(process.argv[1])) {
    const [{ messages }] = await eslint.lintText(text, { filePath });
    answers.push(messages.map(({ ruleId, message }) => ruleId ?? message));
  }
  process.stdout.write(JSON.stringify(answers));
`;

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM, JSON.stringify(PLANTS)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  found = JSON.parse(run.stdout) as string[][];
}, 120_000);

test.each(PLANTS.map((plant, index) => ({ what: plant[0], rule: plant[3], index })))(
  'lint on $what: $rule',
  ({ rule, index }) => expect(found[index]).toEqual(rule === null ? [] : [rule]),
);
