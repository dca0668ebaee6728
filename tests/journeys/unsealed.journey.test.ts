import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { roadPurpose, sealDelivery } from '#chassis/identity/road-seal';
import { deriveKey, seal, sealPurpose } from '#chassis/identity/seal';
import { newId } from '#kernel/id';
import { startBlackBox, type BlackBox } from './black-box.ts';
import { Outsider, RawSocket, type Answer } from './outsider.ts';

const GATEWAY: Caller = { ...ANONYMOUS, kind: 'gateway', requestId: 'probe' };
const KEYS = JSON.stringify({ query: '{ signingKeys }' });
const SDL = JSON.stringify({ query: '{ _service { sdl } }' });

describe('a subgraph that listens on a port of its own', () => {
  let box: BlackBox;
  let users: Outsider;
  let master: string;
  beforeAll(async () => {
    box = await startBlackBox('apart');
    users = new Outsider(/users on (http:\S+)/.exec(box.output())![1]!);
    master = (JSON.parse(readFileSync(join(box.dataDir, 'secrets.json'), 'utf8')) as { master: string }).master;
  }, 240_000);
  afterAll(() => box?.remove(), 60_000);

  /** As the gateway seals, or as somebody does who holds the key of one subgraph alone. */
  const sealed = (body: string, { audience = 'users', keyOf = 'users', id = 'k1', caller = GATEWAY } = {}) =>
    seal(caller, audience, body, { id, secret: deriveKey(master, sealPurpose(keyOf)) });
  const withSeal = (body: string, text: string): Promise<Answer> => users.post(body, { 'x-sealed-caller': text });

  test('answers to its gateway and to nobody else', async () => {
    expect((await withSeal(KEYS, sealed(KEYS))).body.data?.['signingKeys']).toContain('"keys"');
    const good = sealed(KEYS);
    const [id, payload, mac] = good.split('.') as [string, string, string];
    const raised = Buffer.from(payload, 'base64url').toString().replace('"gateway"', '"system"');
    for (const [why, text] of Object.entries({
      empty: '',
      garbage: 'a.b.c',
      'no mac': `${id}.${payload}.`,
      'another mac': `${id}.${payload}.${mac.split('').reverse().join('')}`,
      'a caller changed under the seal': `${id}.${Buffer.from(raised).toString('base64url')}.${mac}`,
      'more after it': `${good}.x`,
      'an unknown key': sealed(KEYS, { id: 'k9' }),
      'the key of another subgraph': sealed(KEYS, { keyOf: 'gamification' }),
      'sealed for another subgraph': sealed(KEYS, { audience: 'gamification' }),
      'sealed for another body': sealed(SDL),
    })) {
      const answer = await withSeal(KEYS, text);
      expect([why, answer.status, answer.code]).toEqual([why, 401, 'UNSEALED_CALL']);
    }
    for (const body of [KEYS, SDL, '{', '{"query":"{ _entities(representations: []) { __typename } }"}'])
      expect(await users.post(body)).toMatchObject({ status: 401, code: 'UNSEALED_CALL' });
  });

  test('does a sealed mutation once, however often it arrives', async () => {
    const input = { email: 'replayed@journey.test', password: 'a long walk along the quiet river' };
    const query = 'mutation ($input: RegisterUserInput!) { registerUser(input: $input) { __typename } }';
    const body = JSON.stringify({ query, variables: { input } });
    const text = sealed(body, { caller: { ...ANONYMOUS, requestId: 'probe', ip: '10.9.9.9' } });
    expect((await withSeal(body, text)).body.data).toEqual({ registerUser: { __typename: 'RegistrationAccepted' } });
    expect(await withSeal(body, text)).toMatchObject({ code: 'REPLAYED_CALL' });
  });

  test('streams to nobody without a seal, and says so in JSON on every other path', async () => {
    const socket = await new RawSocket(users.url).signedIn('');
    socket.subscribe('it', 'subscription { accessChanged { token } }');
    expect(await socket.errorOf('it')).toBe('UNSEALED_CALL');
    socket.end();
    expect(await users.send('/graphql')).toMatchObject({ status: 405, type: expect.stringMatching(/json/) });
    expect(await users.send('/nothing')).toMatchObject({ status: 404, type: expect.stringMatching(/json/) });
    expect((await users.post(JSON.stringify({ query: 'x'.repeat(3_000_000) }))).code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('takes events from their own producer only', async () => {
    const event = {
      id: newId(),
      producer: 'gamification',
      type: 'LevelReached',
      version: 1,
      aggregate: 'player',
      aggregateId: newId(),
      sequence: 1,
      occurredAt: new Date().toISOString(),
      actor: null,
      correlationId: 'probe',
      causationId: null,
      body: {},
    };
    const deliver = async (producer: string, from: string, to: string) => {
      const body = JSON.stringify({ events: [{ ...event, producer }] });
      const mac = sealDelivery('gamification', 'users', body, deriveKey(master, roadPurpose(from, to)));
      const headers = { 'content-type': 'application/json', 'x-road-seal': mac };
      return (await users.send('/road/deposit', { method: 'POST', headers, body })).status;
    };
    expect(await deliver('gamification', 'legal', 'users')).toBe(401); // another pair's key
    expect(await deliver('gamification', 'users', 'gamification')).toBe(401); // the other direction's
    expect(await deliver('users', 'gamification', 'users')).toBe(403); // somebody else's event
    expect((await users.send('/road/deposit', { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('a seal that somebody brings to the front door counts for nothing there', async () => {
    const door = new Outsider(box.url);
    const body = JSON.stringify({ query: '{ me { id } }' });
    const answer = await door.post(body, { 'x-sealed-caller': sealed(body) });
    expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.text).not.toContain(users.url);
  });
});
