import fs from 'node:fs';

const ROOMS = ['kernel', 'chassis', 'subgraphs', 'gateway', 'platform', 'registry', 'tests'];

/** `npm test`: everything that needs nothing but npm. PostgreSQL comes from npm too (tests/postgres.setup.mjs). */
export default {
  // Test files of a worker share the packages that they import (tests/README.md).
  testEnvironment: '<rootDir>/tests/realm/environment.mjs',
  runtime: '<rootDir>/tests/realm/runtime.mjs',
  testEnvironmentOptions: { customExportConditions: ['source', 'node'] },
  roots: ROOMS.filter((room) => fs.existsSync(new URL(room, import.meta.url))).map((room) => `<rootDir>/${room}`),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.outside\\.test\\.ts$', '\\.long\\.test\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  globalSetup: '<rootDir>/tests/postgres.setup.mjs',
  globalTeardown: '<rootDir>/tests/postgres.teardown.mjs',
  maxWorkers: '100%', // loading modules is most of the time, and waits for nobody: jest would leave one processor free
  testTimeout: 60_000,
};
