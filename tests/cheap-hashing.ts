/** For products under test: what a password costs is the business of the hasher's own tests, and a story is told at every start. */
export const CHEAP_HASHING = { ARGON2_MEMORY_KIB: '1024', ARGON2_PASSES: '1' };
