import base from './jest.config.mjs';

/** `npm run test:outside`: what needs more than npm (a browser, ...). Fails, never skips, where that is missing. */
export default {
  ...base,
  roots: ['<rootDir>/tests/outside'],
  testMatch: ['**/*.outside.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // Each file starts a platform of its own: one after the other on a small machine.
  maxWorkers: 1,
  testTimeout: 120_000,
};
