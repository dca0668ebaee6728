import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startBlackBox, type BlackBox } from './black-box.ts';
import { forgeriesOf } from './forgeries.ts';
import { Outsider, RawSocket, type Answer } from './outsider.ts';
import { User } from './user.ts';

const aliases = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ');
const BOMB = `{ ...F0 } ${Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F40 on Query { __typename }`;

describe('whatever is sent to the door', () => {
  let box: BlackBox;
  let stranger: Outsider;
  let user: User;
  beforeAll(async () => {
    box = await startBlackBox('together');
    stranger = new Outsider(box.url);
    user = new User(box);
    await user.registerAndVerify('Vera Victim');
    await user.signIn();
  }, 240_000);
  afterAll(() => box?.remove(), 60_000);

  /** JSON with a code and a request id, and nothing of the machinery. */
  function expectRefusal(answer: Answer, status: number, code: string): void {
    expect([answer.status, answer.code, answer.text]).toEqual([status, code, answer.text]);
    expect(answer.type).toMatch(/json/);
    expect(answer.body.errors![0]!.extensions['requestId']).toEqual(expect.any(String));
    expect(answer.text).not.toMatch(/node_modules|\.ts:|select |insert |stack/i);
  }

  test.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['half an object', '{"query": ', {}, 400, 'BAD_REQUEST'],
    ['nothing', '', {}, 400, 'BAD_REQUEST'],
    ['null', 'null', {}, 400, 'BAD_REQUEST'],
    ['a batch', '[{"query":"{__typename}"}]', {}, 400, 'BAD_REQUEST'],
    ['no query', '{}', {}, 400, 'BAD_REQUEST'],
    ['a query that is no text', '{"query":1}', {}, 400, 'BAD_REQUEST'],
    ['variables in a list', '{"query":"{__typename}","variables":[1]}', {}, 400, 'BAD_REQUEST'],
    ['a thousand levels of JSON', `{"query":"{__typename}","variables":${'{"a":'.repeat(1e3)}1${'}'.repeat(1e3)}}`, {}, 400, 'BAD_REQUEST'], // prettier-ignore
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, 'BAD_REQUEST'],
    ['a form', 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'], // prettier-ignore
    ['plain text, as a page without leave sends it', '{"query":"{__typename}"}', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'], // prettier-ignore
    ['another character set', '{"query":"{__typename}"}', { 'content-type': 'application/json; charset=latin1' }, 415, 'UNSUPPORTED_MEDIA_TYPE'], // prettier-ignore
    ['a compressed body', '{"query":"{__typename}"}', { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['300 KB', JSON.stringify({ query: '{__typename}', variables: { x: 'x'.repeat(300_000) } }), {}, 413, 'PAYLOAD_TOO_LARGE'], // prettier-ignore
    ['an operation that is not there', '{"query":"query A{__typename}","operationName":"B"}', {}, 400, 'OPERATION_RESOLUTION_FAILURE'], // prettier-ignore
    ['half a document', '{"query":"{ me { id "}', {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a subscription by POST', '{"query":"subscription { xpAwarded { id } }"}', {}, 400, 'BAD_REQUEST'],
    ['a page of another origin', '{"query":"{__typename}"}', { origin: 'https://evil.example' }, 403, 'FORBIDDEN'],
    ['a page without an origin of its own', '{"query":"{__typename}"}', { origin: 'null' }, 403, 'FORBIDDEN'],
    [
      'credentials of another kind',
      '{"query":"{__typename}"}',
      { authorization: 'Basic eDp5' },
      401,
      'UNAUTHENTICATED',
    ],
  ])('%s is refused in JSON', async (_what, body, headers, status, code) => {
    expectRefusal(await stranger.post(new Uint8Array(Buffer.from(body)), headers), status, code);
  });

  test.each([
    ['depth', `{ me ${'{ gamification { user '.repeat(8)}{ id }${'}}'.repeat(8)} }`],
    ['aliases', `{ ${aliases(16)} }`],
    ['rootFields', `mutation { ${'signOut { __typename } '.repeat(11)} }`],
    ['selections', BOMB],
    ['tokens', `{ ${'__typename '.repeat(2_001)} }`],
    ['directives', `{ __typename ${'@include(if: true) '.repeat(21)} }`],
    [
      'cost',
      '{ searchUsers(first: 100) { edges { node { skills { endorsements(first: 100) { edges { cursor } } } } } } }',
    ],
  ])('a document beyond the limit on %s is told which, at once, on HTTP and on a socket', async (limit, query) => {
    const answer = await stranger.ask(query);
    expectRefusal(answer, 400, 'GRAPHQL_VALIDATION_FAILED');
    expect(answer.body.errors![0]!.extensions['limit']).toBe(limit);
    expect(answer.ms).toBeLessThan(1_000); // 50 ms on a machine that does nothing else
    const socket = await new RawSocket(box.url).signedIn('');
    socket.subscribe('it', query);
    expect(await socket.errorOf('it')).toBe('GRAPHQL_VALIDATION_FAILED');
    socket.end();
  });

  test.each([
    '{ _entities(representations: []) { __typename } }',
    '{ _service { sdl } }',
    '{ signingKeys }',
    '{ sessionAccess(sessionIds: ["x"]) { epoch } }',
    'mutation { refreshSession(refreshToken: "x") { __typename } }',
    'subscription { accessChanged { token } }',
  ])('%s is for the machinery alone: it is not there, whoever asks', async (query) => {
    const { accessToken } = user;
    expectRefusal(await stranger.as(accessToken).ask(query), 400, 'GRAPHQL_VALIDATION_FAILED');
    const socket = await new RawSocket(box.url).signedIn(accessToken);
    socket.subscribe('it', query);
    expect(await socket.errorOf('it')).toBe('GRAPHQL_VALIDATION_FAILED');
    socket.end();
  });

  test('headers that only our own machinery may write change nothing', async () => {
    const forged = {
      'x-sealed-caller': `k1.${Buffer.from(JSON.stringify({ audience: 'users', caller: { kind: 'gateway' } })).toString('base64url')}.x`,
      'x-road-seal': 'users.1.x',
      'x-user-id': 'me',
      'x-forwarded-for': '10.0.0.1',
    };
    expectRefusal(await stranger.ask('{ me { id } }', {}, forged), 401, 'UNAUTHENTICATED');
    expectRefusal(await stranger.ask('{ signingKeys }', {}, forged), 400, 'GRAPHQL_VALIDATION_FAILED');
  });

  test('no forged token is taken, over HTTP or on a socket', async () => {
    const keys = JSON.parse((await stranger.send('/.well-known/jwks.json')).text) as { keys: { x: string }[] };
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect((await stranger.as(user.accessToken).ask('{ me { id } }')).status).toBe(200);
    for (const [how, token] of forgeriesOf(user.accessToken, keys.keys[0]!)) {
      const answer = await stranger.as(token).ask('{ __typename }');
      expect([how, answer.status, answer.code]).toEqual([how, 401, 'UNAUTHENTICATED']);
    }
    const socket = await new RawSocket(box.url).opened();
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer forged' } });
    expect(await socket.closedWith()).toBe(4403);
    expect(socket.heard).toEqual([]);
  });

  test.each([
    ['GET', '/nothing', 404],
    ['POST', '/nothing', 404],
    ['GET', '/graphql/', 404],
    ['GET', '/.env', 404],
    ['GET', '/%00', 404],
    ['GET', '/road/deposit', 404],
    ['PUT', '/graphql', 405],
    ['DELETE', '/graphql', 405],
    ['GET', '/auth/refresh', 405],
    ['POST', '/.well-known/jwks.json', 405],
    ['GET', '/graphql?query=mutation%7BsignOut%7B__typename%7D%7D', 405],
    ['GET', '/graphql?query=%7B__typename%7D&query=%7Bme%7Bid%7D%7D', 400],
    ['POST', '/auth/refresh', 401],
  ])('%s %s is answered %d in JSON', async (method, path, status) => {
    const heard = await stranger.send(path, { method, headers: { 'apollo-require-preflight': '1' } });
    expect(heard.status).toBe(status);
    expect(heard.type).toMatch(/^application\/json/);
    expect(JSON.parse(heard.text)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  });

  test('a GET without a header that a foreign page cannot send is refused', async () => {
    expect((await stranger.send('/graphql?query=%7B__typename%7D')).status).toBe(400);
  });

  test.each(['/playground/%2e%2e/%2e%2e/package.json', '/playground/..%2f..%2fpackage.json', '/playground/__proto__'])(
    '%s leads to no file',
    async (path) => {
      const heard = await stranger.send(path);
      expect([404, 503]).toContain(heard.status); // 503: the pages were not built
      expect(heard.text).not.toContain('"dependencies"');
    },
  );

  test.each([
    ['a page of another origin', { origin: 'https://evil.example' }, '/graphql', 403],
    ['a name that leads here by a trick', { origin: 'http://evil.example', headers: { host: 'evil.example' } }, '/graphql', 403], // prettier-ignore
    ['another path', {}, '/other', 404],
  ])('a socket for %s is not opened', async (_what, options, path, status) => {
    const socket = new RawSocket(box.url, options, undefined, path);
    expect([await socket.closedWith(), socket.refused]).toEqual([1006, status]);
  });

  test.each<[string, (socket: RawSocket) => void, number]>([
    ['is no JSON', (socket) => socket.send('{'), 4400],
    ['is binary', (socket) => socket.send(Buffer.from([1])), 4400],
    ['nests too deep', (socket) => socket.send(`{"type":"ping","payload":${'{"a":'.repeat(99)}1${'}'.repeat(99)}}`), 4400], // prettier-ignore
    ['is longer than 64 KiB', (socket) => socket.subscribe('it', '{ __typename }', { x: 'x'.repeat(70_000) }), 1009],
    ['is a second greeting', (socket) => socket.send({ type: 'connection_init' }), 4429],
  ])('a message that %s closes its socket', async (_what, speak, code) => {
    const socket = await new RawSocket(box.url).signedIn(user.accessToken);
    speak(socket);
    expect(await socket.closedWith()).toBe(code);
  });

  test('a socket that asks before it said who it is, is closed; one with fifty subscriptions gets no more', async () => {
    const early = await new RawSocket(box.url).opened();
    early.subscribe('it', '{ __typename }');
    expect(await early.closedWith()).toBe(4401);

    const busy = await new RawSocket(box.url).signedIn(user.accessToken);
    for (let n = 1; n <= 51; n++) busy.subscribe(`s${n}`, 'subscription { xpAwarded { xp } }');
    expect(await busy.errorOf('s51')).toBe('RATE_LIMITED');
    expect(busy.heard.filter((one) => one.type === 'error')).toHaveLength(1);
    busy.end();
  });

  test.each<[string, unknown]>([
    ['U+0000', 'a\0b'],
    ['half a surrogate pair', 'a\ud800b'],
    ['a quote and SQL', "'; drop table account; --"],
    ['an astronaut', '\u{1F469}\u{1F3FD}\u200d\u{1F680}'],
    ['20,000 letters', 'x'.repeat(20_000)],
    ['a number beyond every integer', 1e300],
    ['null', null],
  ])('%s in any argument is answered, never a fault', async (_what, value) => {
    const own = stranger.as(user.accessToken);
    const inputs: Record<string, object> = {
      registerUser: { email: 'text@journey.test', password: value, displayName: value },
      signIn: { email: value, password: value },
      completeMfaSignIn: { challengeToken: value, code: value },
      verifyEmail: { token: value },
      updateProfile: { expectedVersion: 1, bio: value, username: value, timezone: value, interests: [value] },
      addPortfolioItem: { title: value, summary: value, externalUrl: value },
      endorseSkill: { userId: value, skillId: value, note: value },
      requestConnection: { userId: value, kind: 'FRIEND' },
      revokeSession: { sessionId: value },
      orderPortfolio: { itemIds: [value] },
      addSkill: { skillId: value, level: value },
      stepUp: { code: value },
    };
    const answers = Object.entries(inputs).map(([name, input]) => own.try(name, input));
    for (const query of [
      'query ($v: String!) { publicProfile(username: $v) { id } }',
      'query ($v: String!) { searchUsers(query: $v, location: $v) { edges { cursor } } }',
      'query ($v: String!) { myContacts(after: $v) { edges { cursor } } }',
      'query ($v: Int!) { myContacts(first: $v) { edges { cursor } } }',
      'query ($v: String!) { can(resource: $v, action: $v) isResetTokenValid(token: $v) }',
    ])
      answers.push(own.ask(query, { v: value }));
    for (const { text, status, code } of await Promise.all(answers)) {
      expect([text, status === 200 || code === 'BAD_USER_INPUT']).toEqual([text, true]);
      expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    }
  });

  test('after all this the product answers as before and found no fault of its own', async () => {
    expect((await stranger.send('/health/ready')).status).toBe(200);
    const { body } = await stranger.as(user.accessToken).ask('{ me { displayName } }');
    expect(body.data).toEqual({ me: { displayName: 'Vera Victim' } });
    expect(box.output()).not.toMatch(/ error | fatal /);
  });
});
