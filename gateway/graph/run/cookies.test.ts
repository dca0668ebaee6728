import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Scope } from '#chassis/mount/scope';
import { endpointOf } from '../../testing/endpoint-of.ts';
import { opened, type Opened } from '../../testing/opened.ts';
import { recordingLog } from '../../testing/recording-log.ts';
import { CookieRule } from './cookies.ts';

const GAMBLER = `
  type Query { bet: String }
  type Mutation { play: String }
`;
const FIXED = 'refresh=of-somebody-else; HttpOnly; Path=/auth';
const tries = (_: unknown, __: unknown, scope: Scope) => (scope.setCookie(FIXED), 'done');

function gambler() {
  return { name: 'gambler', ...endpointOf(GAMBLER, { Query: { bet: tries }, Mutation: { play: tries } }) };
}

describe('a cookie', () => {
  let at: Opened;
  beforeAll(async () => {
    at = await opened({}, {}, { more: [gambler()] });
  });
  afterAll(() => at.stop());
  const SIGN_IN = 'mutation { signIn(name: "Ada") }';

  test('of the identity subgraph reaches the client', async () => {
    expect((await at.ask(SIGN_IN)).headers.getSetCookie()).toEqual([expect.stringMatching(/^refresh=good;/)]);
  });

  test('of any other subgraph does not, whatever road it is asked on; its answer stands', async () => {
    for (const [query, data] of [
      ['{ bet }', { bet: 'done' }],
      ['mutation { play }', { play: 'done' }],
    ] as const) {
      const answer = await at.ask(query);
      expect([answer.body.data, answer.headers.getSetCookie()]).toEqual([data, []]);
      const streamed = await at.ask(query, { headers: { accept: 'text/event-stream' } });
      expect(streamed.text).toContain('done');
      expect(streamed.headers.getSetCookie()).toEqual([]);
    }
    const both = await at.ask('mutation { signIn(name: "Ada") play }');
    expect(both.headers.getSetCookie()).toEqual([expect.stringMatching(/^refresh=good;/)]);
  });

  test('of a subgraph that is named in the settings does', async () => {
    const named = await opened({ cookieSubgraphs: ['gambler'] }, {}, { more: [gambler()] });
    try {
      expect((await named.ask('{ bet }')).headers.getSetCookie()).toEqual([FIXED]);
      expect((await named.ask(SIGN_IN)).headers.getSetCookie()).toEqual([]);
    } finally {
      await named.stop();
    }
  });
});

describe('the rule of cookies', () => {
  let log: ReturnType<typeof recordingLog>;
  let rule: CookieRule;
  beforeEach(() => {
    log = recordingLog();
    rule = new CookieRule(['users'], log);
  });
  const admitted = (subgraph: string, cookies: unknown) =>
    rule.admitted(subgraph, { extensions: { cookies: cookies as string[] } });

  test('drops what would begin another header, is no text, or is too much', () => {
    expect(admitted('users', ['a=1\r\nx-evil: 1', 7, 'b=2', `c=${'x'.repeat(5_000)}`, ''])).toEqual(['b=2']);
    expect(
      admitted(
        'users',
        Array.from({ length: 100 }, (_, i) => `c${i}=1`),
      ),
    ).toHaveLength(16);
    expect(admitted('users', 'a=1')).toEqual([]);
  });

  test('tells of a subgraph that tries once, not with every request', () => {
    for (let i = 0; i < 3; i++) expect(admitted('games', ['a=1'])).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });
});
