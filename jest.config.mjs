/** `npm test`: everything that needs nothing but npm. PostgreSQL comes from npm too (tests/postgres.setup.mjs). */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'import', 'default'] },
  roots: ['<rootDir>/kernel', '<rootDir>/chassis', '<rootDir>/subgraphs', '<rootDir>/gateway', '<rootDir>/platform', '<rootDir>/registry', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.outside\\.test\\.ts$', '\\.long\\.test\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  testTimeout: 30_000,
};
