import { describe, expect, test } from '@jest/globals';
import { authorisedFetch } from './authorised-fetch.ts';
import { readOperation } from './read-operation.ts';
import { Session, type SessionWorld } from './session.ts';

const LIFETIME_SECONDS = 300;

describe('the session of a page', () => {
  test('a page without a session starts signed out and sends no token', async () => {
    const { session } = page([null]);
    expect(await session.freshToken()).toBeNull();
    expect(session.current().status).toBe('signedOut');
  });

  test('a token is renewed before it ends, without being asked', async () => {
    const { session, elapse } = page([token('second')]);
    session.accept(token('first'));
    await elapse(LIFETIME_SECONDS * 1000 - 60_000);
    expect(await session.freshToken()).toBe(token('second'));
  });

  test('a token that ran out while the machine slept is renewed before it is used', async () => {
    const { session, sleep } = page([token('second')]);
    session.accept(token('first'));
    sleep(LIFETIME_SECONDS * 1000);
    expect(await session.freshToken()).toBe(token('second'));
  });

  test('many askers at once cause one refresh', async () => {
    const { session, sleep, asked } = page([token('second'), token('third')]);
    session.accept(token('first'));
    sleep(LIFETIME_SECONDS * 1000);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => session.freshToken()));
    expect(new Set(tokens)).toEqual(new Set([token('second')]));
    expect(asked()).toBe(1);
  });

  test('a refused refresh signs out; a server that is away does not while the token is good', async () => {
    const away = page(['away', token('second')]);
    away.session.accept(token('first'));
    await away.elapse(LIFETIME_SECONDS * 1000 - 60_000);
    expect(await away.session.freshToken()).toBe(token('first'));
    await away.elapse(10_000);
    expect(await away.session.freshToken()).toBe(token('second'));

    const refused = page([null]);
    refused.session.accept(token('first'));
    await refused.elapse(LIFETIME_SECONDS * 1000 - 60_000);
    expect(refused.session.current().status).toBe('signedOut');
  });

  test('a refresh that was on its way when somebody signed out signs nobody in again', async () => {
    const { session } = page([token('late')]);
    session.accept(token('first'));
    const renewing = session.renew();
    session.forget();
    await renewing;
    expect(session.current().status).toBe('signedOut');
  });

  test('listeners hear each change until they leave', () => {
    const { session } = page([]);
    let heard = 0;
    const leave = session.subscribe(() => (heard += 1));
    session.accept(token('first'));
    leave();
    session.forget();
    expect(heard).toBe(1);
  });
});

describe('requests', () => {
  test('a request refused with 401 is sent once more with a renewed token, and only once', async () => {
    const { session } = page([token('second'), token('third')]);
    session.accept(token('first'));
    const { sent, fetch } = server([401, 200]);
    expect((await authorisedFetch(session, fetch)('/graphql')).status).toBe(200);
    expect(sent).toEqual([`Bearer ${token('first')}`, `Bearer ${token('second')}`]);

    const stubborn = server([401, 401, 200]);
    expect((await authorisedFetch(session, stubborn.fetch)('/graphql')).status).toBe(401);
    expect(stubborn.sent).toHaveLength(2);
  });

  test('without a session nothing is added, and a header of the user is left alone', async () => {
    const { session } = page([null]);
    const { sent, fetch } = server([401, 200]);
    await authorisedFetch(session, fetch)('/graphql');
    await authorisedFetch(session, fetch)('/graphql', { headers: { authorization: 'Bearer mine' } });
    expect(sent).toEqual([null, 'Bearer mine']);
  });
});

describe('the operation that runs', () => {
  const query = 'query A { a } subscription B { b }';

  test('is the named one, and a name that the text does not have is corrected when there is only one', () => {
    expect(readOperation({ query, operationName: 'B' }).kind).toBe('subscription');
    const stale = readOperation({ query: 'subscription B { b }', operationName: 'A' });
    expect(stale).toMatchObject({ kind: 'subscription', params: { operationName: 'B' } });
  });

  test('stays as it was given when the text is ambiguous or no GraphQL', () => {
    expect(readOperation({ query, operationName: 'C' }).params).toEqual({ query, operationName: 'C' });
    expect(readOperation({ query: 'not {' })).toEqual({ params: { query: 'not {' } });
  });
});

/** A server that answers with these statuses and keeps the authorization of each request. */
function server(statuses: number[]) {
  const sent: (string | null)[] = [];
  const fetch = ((_url: unknown, init?: RequestInit) => {
    sent.push(new Headers(init?.headers).get('authorization'));
    return Promise.resolve(new Response('{}', { status: statuses[sent.length - 1] ?? 500 }));
  }) as typeof globalThis.fetch;
  return { sent, fetch };
}

/** A session in a world whose clock and server the test moves. */
function page(answers: (string | null | 'away')[]) {
  let nowMs = 1_000_000;
  let asked = 0;
  let timer: { atMs: number; work: () => void } | null = null;
  const world: SessionWorld = {
    refresh() {
      const answer = answers[asked++];
      if (answer === undefined) return Promise.reject(new Error('asked too often'));
      return answer === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(answer);
    },
    exclusively: (work) => work(),
    nowMs: () => nowMs,
    later(work, delayMs) {
      timer = { atMs: nowMs + delayMs, work };
      return () => (timer = null);
    },
  };
  const session = new Session(world);
  return {
    session,
    asked: () => asked,
    /** Time passes but timers do not run, as in a sleeping laptop. */
    sleep: (ms: number) => (nowMs += ms),
    async elapse(ms: number) {
      nowMs += ms;
      const due = timer;
      if (due === null || due.atMs > nowMs) return;
      timer = null;
      due.work();
      await session.renew();
    },
  };
}

function token(sub: string): string {
  const body = { sub, iat: 1_000, exp: 1_000 + LIFETIME_SECONDS, roles: ['FOUNDER'], scope: 'a.read b.write' };
  return `header.${Buffer.from(JSON.stringify(body)).toString('base64url')}.signature`;
}
