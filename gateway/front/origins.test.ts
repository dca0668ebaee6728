import type { IncomingMessage } from 'node:http';
import { expect, test } from '@jest/globals';
import { Origins } from './origins.ts';

const allows = (origin: string | undefined, host: string, sameHost = true) =>
  new Origins(['https://app.example/page'], sameHost).allows({
    headers: { host, ...(origin !== undefined && { origin }) },
  } as IncomingMessage);

test.each([
  [undefined, 'anything'],
  ['https://app.example', 'api.example'],
  ['http://localhost:4001', 'localhost:4001'],
  ['http://127.0.0.1:4000', '127.0.0.1:4000'],
  ['http://[::1]:4000', '[::1]:4000'],
  ['http://192.168.1.7:4000', '192.168.1.7:4000'],
  ['http://devbox:4000', 'devbox:4000'],
  ['http://laptop.local:4000', 'laptop.local:4000'],
])('a page of %s may speak to %s', (origin, host) => {
  expect(allows(origin, host)).toBe(true);
});

test.each([
  ['https://evil.example', 'localhost:4000'],
  ['http://evil.example:4000', 'evil.example:4000'], // its name now resolves to this machine
  ['http://localhost.evil.example', 'localhost.evil.example'],
  ['http://localhost:4001', 'localhost:4000'],
  ['https://app.example.evil.example', 'app.example'],
  ['null', 'localhost:4000'],
  ['', 'localhost:4000'],
])('a page of %s may not speak to %s', (origin, host) => {
  expect(allows(origin, host)).toBe(false);
});

test('in production only the pages that the settings name may', () => {
  expect(allows('http://localhost:4000', 'localhost:4000', false)).toBe(false);
});
