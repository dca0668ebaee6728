/** Where tests find PostgreSQL: set by tests/postgres.setup.ts for the whole run. */
export function testPostgresDoor(): string {
  const door = process.env['TEST_POSTGRES_DOOR'];
  if (!door)
    throw new Error(
      'No PostgreSQL for tests: run them through jest.config.mjs (npm test), whose globalSetup opens it.',
    );
  return door;
}
