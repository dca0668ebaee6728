import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, UnsecuredJWT } from 'jose';
import type { IncomingMessage } from 'node:http';
import type { IdentitySubgraph, TokenChanges } from '../testing/identity-subgraph.ts';
import { AUDIENCE, identitySubgraph, ISSUER } from '../testing/identity-subgraph.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { until } from '../testing/until.ts';
import { Authenticator } from './authenticate.ts';
import { clientAddress, limitKey, trustedProxies } from './client-address.ts';
import { KeyRing } from './key-ring.ts';
import { SessionBook } from './session-book.ts';
import { identityFrom } from './source.ts';
import { TokenVerifier } from './verify-token.ts';

let users: IdentitySubgraph;
let ring: KeyRing;
let verifier: TokenVerifier;

beforeAll(async () => {
  users = await identitySubgraph();
  ring = new KeyRing(identityFrom(users.endpoint));
  verifier = new TokenVerifier(ring, { issuer: ISSUER, audience: AUDIENCE });
});
afterAll(() => users.stop());

describe('an access token', () => {
  test('that is ours says who asks', async () => {
    const session = users.openSession();
    const claims = { scope: 'user.list user.read' };
    expect(await verifier.verify(await users.token(session, { claims }))).toMatchObject({
      ...session,
      roles: ['FOUNDER'],
      permissions: ['user.list', 'user.read'],
      epoch: 1,
    });
  });

  const forged: [string, () => TokenChanges | Promise<TokenChanges>][] = [
    ['signed by another key under our key id', async () => ({ key: (await generateKeyPair('EdDSA')).privateKey })],
    ['of another issuer', () => ({ issuer: 'https://evil.example' })],
    ['for another audience', () => ({ audience: 'another' })],
    ['of another type', () => ({ header: { typ: 'JWT' } })],
    ['under an unknown key id', () => ({ header: { kid: 'nobody' } })],
    ['that expired more than the leeway ago', () => ({ expiresIn: -31 })],
    ['without a session', () => ({ claims: { sid: undefined } })],
    ['whose subject is not an id', () => ({ claims: { sid: "x' or 1=1" } })],
    [
      'HS256 with the public key as the secret',
      () => ({ header: { alg: 'HS256' }, key: new TextEncoder().encode(JSON.stringify(users.jwk)) }),
    ],
    [
      'that brings its own key (jwk, jku, x5u)',
      async () => ({
        header: { jwk: users.jwk, jku: 'https://evil.example/keys', kid: 'mine' },
        key: (await generateKeyPair('EdDSA')).privateKey,
      }),
    ],
  ];
  test.each(forged)('%s is refused', async (_, changes) => {
    expect(await verifier.verify(await users.token(users.openSession(), await changes()))).toBeUndefined();
  });

  test('with algorithm none is refused, and so is any other text', async () => {
    const none = new UnsecuredJWT({ sid: 'x' }).setSubject('x').setIssuer(ISSUER).setAudience(AUDIENCE).encode();
    for (const text of [none, '', 'a.b.c', '....', 'x'.repeat(10_000)])
      expect(await verifier.verify(text)).toBeUndefined();
  });

  test('within 30 s of its end is still good (clocks differ)', async () => {
    expect(await verifier.verify(await users.token(users.openSession(), { expiresIn: -20 }))).toBeDefined();
  });
});

describe('revocation', () => {
  const opened: SessionBook[] = [];
  let nowMs = 0;
  const open = (): SessionBook => {
    const book = new SessionBook(identityFrom(users.endpoint), recordingLog(), () => nowMs || performance.now());
    book.start();
    opened.push(book);
    return book;
  };
  afterAll(async () => void (await Promise.all(opened.map((book) => book.stop()))));

  test('reaches the book through the stream, and a session is asked for only once while the stream lives', async () => {
    const book = open();
    await until(() => book.current);
    const session = users.openSession();
    const asked = users.outage.asked;
    for (let i = 0; i < 5; i++) expect(await book.verdict(session.sessionId, 1)).toBe('good');
    expect(users.outage.asked).toBe(asked + 1);
    users.bump(session.sessionId);
    await until(async () => (await book.verdict(session.sessionId, 1)) === 'revoked');
    expect(await book.verdict(session.sessionId, 2)).toBe('good');
    users.revoke(session.sessionId);
    await until(async () => (await book.verdict(session.sessionId, 2)) === 'revoked');
    expect(users.outage.asked).toBe(asked + 1);
  });

  test('a session revoked before this door started is refused', async () => {
    const session = users.openSession();
    users.revoke(session.sessionId);
    expect(await open().verdict(session.sessionId, 1)).toBe('revoked');
  });

  test('while the stream is silent sessions are asked for, and without an answer the door refuses', async () => {
    const book = open();
    await until(() => book.current);
    const authenticator = new Authenticator(verifier, book);
    const session = users.openSession();
    const header = `Bearer ${await users.token(session)}`;
    expect(await authenticator.authenticate(header)).toMatchObject({ sessionId: session.sessionId });
    users.outage.silent = true;
    await new Promise((resolve) => setImmediate(resolve)); // what was already sent is heard first
    nowMs = performance.now() + 6_000;
    try {
      expect(book.current).toBe(false);
      users.revoke(session.sessionId);
      expect(await authenticator.authenticate(header)).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
      users.outage.down = true;
      const other = `Bearer ${await users.token(users.openSession())}`;
      expect(await authenticator.authenticate(other)).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    } finally {
      Object.assign(users.outage, { silent: false, down: false });
      nowMs = 0;
    }
  });
});

describe("the client's address", () => {
  const request = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
  const proxies = trustedProxies(['10.0.0.0/8', '::1']);

  test.each([
    ['203.0.113.7', '1.2.3.4', '203.0.113.7'],
    ['10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', '9.9.9.9, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
    ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', 'nonsense', '10.0.0.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
  ])('socket %s, forwarded for %s: %s', (socket, forwarded, expected) => {
    expect(clientAddress(request(socket, forwarded), proxies)).toBe(expected);
  });

  test('one IPv6 network counts as one client', () => {
    expect(limitKey('2001:db8:0:1:aaaa::1')).toBe(limitKey('2001:db8:0:1:bbbb:cccc:dddd:1'));
    expect(limitKey('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(limitKey('10.1.2.3')).toBe('10.1.2.3');
  });
});
