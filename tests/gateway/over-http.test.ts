import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits, type AuditResult } from 'graphql-http';
import { opened, type Opened } from '#gateway/testing/opened';

let at: Opened;
beforeAll(async () => void (at = await opened()));
afterAll(() => at.stop());

/** The door takes no GET that a foreign page could send unasked (CSRF): a client says so in this header. */
const client: typeof fetch = (input, init = {}) =>
  init.method === 'POST'
    ? fetch(input, init)
    : fetch(input, { ...init, headers: { ...(init.headers as object), 'apollo-require-preflight': '1' } });

/** GraphQL over HTTP as its own audits ask it, of the real door in the development profile (GET and introspection are on). */
describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => new URL('/graphql', at.door.url).href, fetchFn: client });

  test('has 61 audits', () => {
    expect(audits).toHaveLength(61);
    expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
  });

  test.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s %s', async (_id, _name, audit) => {
    expect(await verdict(await audit())).toBe('ok');
  });
});

async function verdict(result: AuditResult): Promise<string> {
  if (result.status === 'ok') return 'ok';
  return `${result.status}: ${result.reason} (${result.response.status} ${await result.response.text().catch(() => '')})`;
}
