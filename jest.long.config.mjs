import base from './jest.config.mjs';

/** `npm run test:long`: what takes too long for every push. */
export default {
  ...base,
  testMatch: ['**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 600_000,
};
