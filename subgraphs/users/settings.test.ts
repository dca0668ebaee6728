import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { usersSettings } from './settings.ts';

const key = randomBytes(32).toString('base64');

test('the settings hold the figures of production when NODE_ENV says so, and widen only the limits of places otherwise', () => {
  const production = usersSettings({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://venture.example/',
    USERS_KEY_ENCRYPTION_KEY: key,
    USERS_FILE_KEY: key,
  });
  expect(production).toMatchObject({
    publicUrl: 'https://venture.example',
    issuer: 'https://venture.example',
    hashing: { memoryKiB: 65_536, passes: 3, lanes: 1, atOnce: 4 },
    rules: { placeWidening: 1, evenTimeMs: 500, resetLinkMinutes: 10 },
  });
  const development = usersSettings({ USERS_KEY_ENCRYPTION_KEY: key, USERS_FILE_KEY: key });
  expect(development.rules).toEqual({ ...production.rules, placeWidening: 50 });
});

test('every fault is told at once, and a missing key has no default', () => {
  expect(() => usersSettings({ PUBLIC_URL: 'nowhere', SMTP_URL: 'http://mail' })).toThrow(
    /PUBLIC_URL[^]*USERS_KEY_ENCRYPTION_KEY is missing[^]*SMTP_URL/,
  );
  expect(() => usersSettings({ USERS_KEY_ENCRYPTION_KEY: 'c2hvcnQ=' })).toThrow('32 bytes in base64 are expected');
});
