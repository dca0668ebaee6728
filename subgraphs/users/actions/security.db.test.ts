import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '#kernel/id';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import { callerOf } from '#chassis/testing/mounted';
import { PASSWORD, usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld({}, { background: true });
});
afterAll(() => world.stop());

const admin = (permissions: string[]) => ({
  userId: newId(),
  sessionId: newId(),
  permissions,
  freshAuthAt: world.wall.now().getTime(),
});

describe('the security log', () => {
  const verdict = () =>
    world.ask<{ intact: boolean; lines: number; brokenAt: number | null; head: string }>(
      '{ verifySecurityLog { intact lines brokenAt head } }',
      {},
      admin(['system.logs']),
    );

  test('is one chain under parallel acts, without a gap', async () => {
    await Promise.all(Array.from({ length: 10 }, () => world.member()));
    const found = await verdict();
    expect(found).toMatchObject({ intact: true, brokenAt: null });
    expect(found.lines).toBeGreaterThanOrEqual(30);
    expect(await world.rows('select max(n)::int as last, count(*)::int as lines from security_log')).toEqual([{ last: found.lines, lines: found.lines }]); // prettier-ignore
  });

  test('cannot be changed, shortened or emptied by the role that writes it', async () => {
    await world.member();
    for (const sql of [
      'update security_log set ip = ip',
      'delete from security_log where n = 1',
      'truncate security_log',
    ]) {
      await expect(world.rows(sql)).rejects.toThrow(/permission denied/);
    }
  });

  test('shows the first line that a superuser changed behind its back, and refuses even him without disabling the trigger', async () => {
    await world.member();
    const superuser = new pg.Client({ connectionString: world.users.superuserUrl });
    await superuser.connect();
    try {
      await expect(superuser.query(`update users.security_log set ip = '6.6.6.6' where n = 3`)).rejects.toThrow(
        /append-only/,
      );
      await superuser.query('alter table users.security_log disable trigger all');
      await superuser.query(`update users.security_log set ip = '6.6.6.6' where n = 3`);
      expect(await verdict()).toMatchObject({ intact: false, brokenAt: 3, lines: 2 });
      await superuser.query(`update users.security_log set ip = '0.0.0.0' where n = 3`);
      await superuser.query('alter table users.security_log enable trigger all');
    } finally {
      await superuser.end();
    }
    expect(await verdict()).toMatchObject({ intact: true });
  });

  test('shows each user what was done to the own account and nothing else, in pages', async () => {
    const { caller, userId } = await world.member();
    await world.signIn(
      (await world.rows<{ email: string }>('select email from account where id = $1', userId))[0]!.email,
      'wrong wrong wrong',
    );
    const page = (after: string | null) =>
      world.ask<{
        edges: { node: { kind: string; byMe: boolean } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      }>(
        'query ($after: String) { securityLog(first: 2, after: $after) { edges { node { id at kind ip byMe } } pageInfo { hasNextPage endCursor } } }',
        { after },
        caller,
      );
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.edges, ...second.edges].map(({ node }) => node.kind)).toEqual([
      'sign_in_failed',
      'signed_in',
      'email_verified',
      'registered',
    ]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const stranger = await world.member();
    await expect(world.ask('query ($after: String) { securityLog(first: 2, after: $after) { pageInfo { hasNextPage } } }', { after: first.pageInfo.endCursor }, stranger.caller)).rejects.toThrow('BAD_USER_INPUT'); // prettier-ignore
    await expect(world.ask('{ verifySecurityLog { intact } }', {}, stranger.caller)).rejects.toThrow('FORBIDDEN');
  });
});

test('administrators read the whole log by user, actor and kind; nobody else does', async () => {
  const { caller, userId } = await world.member();
  await world.ask('mutation { signOut { __typename } }', {}, caller);
  const read = (filter: object | null, asker: object) =>
    world.ask<{ edges: { node: Record<string, unknown> }[] }>(
      'query ($filter: AuditLogFilter) { auditLog(first: 100, filter: $filter) { edges { node { id at kind actorId userId sessionId ip requestId detail } } } }',
      { filter },
      asker,
    );
  const auditor = admin(['system.logs']);
  const kinds = (await read({ userId }, auditor)).edges.map(({ node }) => node['kind']);
  expect(kinds).toEqual(['signed_out', 'signed_in', 'email_verified', 'registered']);
  const [own] = (await read({ actorId: userId, kind: 'signed_out' }, auditor)).edges;
  expect(own!.node).toMatchObject({ userId, actorId: userId, detail: '{"sessions":1}' });
  expect((await read(null, auditor)).edges.length).toBeGreaterThan(4);
  await expect(read({ userId: "' or 1=1" }, auditor)).rejects.toThrow('BAD_USER_INPUT');
  await expect(read({ userId }, caller)).rejects.toThrow('FORBIDDEN');
});

describe('sessions', () => {
  const revoke = (sessionId: string, caller: object) => world.act('revokeSession', 'RevokeSessionInput', '... on SignedOut { sessions }', { sessionId }, caller); // prettier-ignore

  test('are listed to their owner, and end one by one or all at once', async () => {
    const { caller, email, sessionId } = await world.member();
    const phone = await world.signIn(email, PASSWORD, {
      userAgent: 'Mozilla/5.0 (iPhone) Version/17 Safari/604.1',
      ip: '198.51.100.7',
    });
    const list = () => world.ask<Record<string, unknown>[]>('{ mySessions { id device ip isCurrent } }', {}, caller);
    expect(await list()).toEqual(
      expect.arrayContaining([
        { id: phone['sessionId'], device: 'Safari on iOS', ip: '198.51.100.7', isCurrent: false },
        { id: sessionId, device: 'unknown device', ip: '0.0.0.0', isCurrent: true },
      ]),
    );
    expect(await revoke(String(phone['sessionId']), caller)).toMatchObject({ sessions: 1 });
    expect(await list()).toHaveLength(1);
    await world.signIn(email);
    expect(await world.ask('mutation { signOutEverywhere { ... on SignedOut { sessions } } }', {}, caller)).toEqual({
      sessions: 2,
    });
    expect(await list()).toHaveLength(0);
  });

  test('of somebody else look like missing ones, and stay', async () => {
    const mine = await world.member();
    const theirs = await world.member();
    const missing = await revoke(newId(), mine.caller);
    expect(await revoke(theirs.sessionId, mine.caller)).toEqual(missing);
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.refresh(theirs.refreshToken)).data).toMatchObject({
      refreshSession: { __typename: 'RefreshedSession' },
    });
  });

  test('an account is for its user and for administrators', async () => {
    const { caller, userId } = await world.member();
    const stranger = await world.member();
    const ask = (asker: object) => world.users.graphql('query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { displayName account { email } } } }', { r: [{ __typename: 'User', id: userId }] }, asker); // prettier-ignore
    expect((await ask(caller)).errors).toBeUndefined();
    expect((await ask(admin(['user.update']))).errors).toBeUndefined();
    expect(await ask(stranger.caller)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }], data: { _entities: [{ account: null }] } }); // prettier-ignore
  });
});

describe("the doors' stream of changes", () => {
  type Change = { token: string; sessionId: string | null; epoch: number; active: boolean };

  async function follow(after?: string) {
    const stream = await world.users.mounted.endpoint.subscribe({
      query: 'subscription ($after: String) { accessChanged(after: $after) { token sessionId epoch active at } }',
      variables: { after: after ?? null },
      caller: callerOf({ kind: 'gateway' }),
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
    const next = async (): Promise<Change> => {
      const { value } = (await stream.next()) as { value: SubgraphResult };
      if (value.errors) throw new Error(JSON.stringify(value.errors));
      return value.data!['accessChanged'] as Change;
    };
    /** The next change of this session, however many heartbeats and others come before. */
    const changeOf = async (sessionId: string): Promise<Change> => {
      for (;;) {
        const change = await next();
        if (change.sessionId === sessionId) return change;
      }
    };
    return { next, changeOf, stop: () => stream.return!() };
  }

  test('tells an end within a second, beats each second, and resumes without losing what happened meanwhile', async () => {
    const one = await world.member();
    const two = await world.member();
    const door = await follow();
    const { token } = await door.next();
    const startedAt = performance.now();
    const told = door.changeOf(one.sessionId);
    await world.ask('mutation { signOut { __typename } }', {}, one.caller);
    expect(await told).toMatchObject({ epoch: 2, active: false });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    const beats = [await door.next(), await door.next()].filter((change) => change.sessionId === null);
    expect(beats.length).toBeGreaterThanOrEqual(1);
    await door.stop();
    await world.ask('mutation { signOut { __typename } }', {}, two.caller);
    const again = await follow(token);
    expect(await again.changeOf(two.sessionId)).toMatchObject({ epoch: 2, active: false });
    await again.stop();
  });

  test('tells changes that no event announces, all of a page and more', async () => {
    const { userId, sessionId } = await world.member();
    await world.rows(
      `insert into session (id, account_id, started_at, last_used_at, fresh_at, idle_minutes, idle_ends_at, ends_at, ip, user_agent)
       select gen_random_uuid(), $1, '2026-01-01', '2026-01-01', '2026-01-01', 1, '2999-01-01', '2999-01-01', '', '' from generate_series(1, 6000)`,
      userId,
    );
    const door = await follow();
    await door.next();
    await world.rows(
      'update session set epoch = epoch + 1, access_changed_at = clock_timestamp() where account_id = $1',
      userId,
    );
    const told = new Set<string>();
    while (told.size < 6_001) {
      const { sessionId: changed, epoch } = await door.next();
      if (changed !== null && epoch === 2) told.add(changed);
    }
    expect(told.has(sessionId)).toBe(true);
    await door.stop();
  });

  test('says so when it is asked to resume too far back, and is closed to clients', async () => {
    await expect(follow(String(Date.now() - 11 * 60_000)).then((door) => door.next())).rejects.toThrow(
      'RESUME_TOO_OLD',
    );
    const { caller } = await world.member();
    const refused = await world.users.mounted.endpoint.subscribe({ query: 'subscription { accessChanged { token } }', variables: {}, caller: callerOf(caller) }); // prettier-ignore
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});
