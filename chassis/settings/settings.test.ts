import { describe, expect, test } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { flag, httpUrl, port, postgresUrl, secret } from './fields.ts';
import { BadSettings, readSettings, type Environment } from './settings.ts';

const schema = z.object({
  PORT: port().default(4000).describe('the port of the gateway'),
  DATABASE_URL: postgresUrl().optional(),
  MASTER_SECRET: secret().describe('what all keys are derived from'),
  USERS_URL: httpUrl(),
  VERBOSE: flag().default(false),
});
const GOOD = { MASTER_SECRET: 'm'.repeat(32), USERS_URL: 'http://users:4001/' };

function faultsOf(env: Environment): readonly string[] {
  try {
    readSettings(schema, env);
  } catch (error) {
    return (error as BadSettings).faults;
  }
  return [];
}

describe('settings', () => {
  test('defaults fill in, values are typed, empty means not set', () => {
    expect(readSettings(schema, { ...GOOD, PORT: '', VERBOSE: 'true' })).toEqual({
      PORT: 4000,
      MASTER_SECRET: GOOD.MASTER_SECRET,
      USERS_URL: 'http://users:4001',
      VERBOSE: true,
    });
  });

  test('all faults are told at once, each with its variable and what it is, none with its value', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@host/x',
      MASTER_SECRET: 'hunter2',
      VERBOSE: 'perhaps',
    };
    const faults = faultsOf(wrong);
    for (const name of ['PORT', 'DATABASE_URL', 'MASTER_SECRET', 'USERS_URL', 'VERBOSE']) {
      expect(faults.filter((fault) => fault.startsWith(`${name} is `))).toHaveLength(1);
    }
    expect(faults).toContain('USERS_URL is missing.');
    expect(faults.join()).toContain('It is what all keys are derived from.');
    expect(faults.join()).not.toMatch(/hunter2|perhaps|70000/);
  });

  test('NAME_FILE stands for NAME; both, or a file that cannot be read, are faults', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'settings-')), 'master');
    fs.writeFileSync(file, `${'f'.repeat(40)}\n`);
    const { MASTER_SECRET: _unused, ...rest } = GOOD;
    expect(readSettings(schema, { ...rest, MASTER_SECRET_FILE: file }).MASTER_SECRET).toBe('f'.repeat(40));
    expect(faultsOf({ ...GOOD, MASTER_SECRET_FILE: file })).toEqual([
      'MASTER_SECRET and MASTER_SECRET_FILE are both set: keep one.',
    ]);
    expect(faultsOf({ ...rest, MASTER_SECRET_FILE: '/nowhere/at/all' })).toEqual([
      'MASTER_SECRET_FILE names /nowhere/at/all, which cannot be read (ENOENT).',
    ]);
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});
