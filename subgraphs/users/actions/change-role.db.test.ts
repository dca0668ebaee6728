import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mutate, person } from '../testing/people.ts';
import type { Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';
import { expireRoles } from './expire-roles.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const assign = (by: Person, input: object) => mutate(world, 'assignRole', { reason: 'needed', ...input }, by.caller);
const revoke = (by: Person, input: object) => mutate(world, 'revokeRole', { reason: 'over', ...input }, by.caller);
const held = async (userId: string) =>
  (await world.rows<{ role: string }>(`select role from user_role where user_id = $1 and revoked_at is null order by role`, userId)).map((row) => row.role); // prettier-ignore
const epochOf = async (sessionId: string) =>
  (await world.rows<{ epoch: number; revoked_at: Date | null }>('select epoch, revoked_at from session where id = $1', sessionId))[0]!; // prettier-ignore
const everything = async () =>
  JSON.stringify([
    await world.rows('select * from user_role order by id'),
    await world.rows('select count(*) from outbox'),
    await world.rows('select id, epoch from session order by id'),
    await world.rows('select count(*) from security_log'),
  ]);

describe('a role', () => {
  let admin: Person;
  let member: Person;
  beforeEach(async () => {
    admin = await person(world, 'ADMIN');
    member = await person(world);
  });

  test('is assigned with reason and taken away again; the sessions of its holder go stale both times and the log says who and why', async () => {
    const before = await epochOf(member.sessionId);
    expect(await assign(admin, { userId: member.userId, role: 'OWNER' })).toMatchObject({
      __typename: 'UserRolesChanged',
    });
    expect(await held(member.userId)).toEqual(['GUEST', 'MEMBER', 'OWNER']);
    expect((await epochOf(member.sessionId)).epoch).toBe(before.epoch + 1);
    expect(await revoke(admin, { userId: member.userId, role: 'OWNER' })).toMatchObject({
      __typename: 'UserRolesChanged',
    });
    expect(await held(member.userId)).toEqual(['GUEST', 'MEMBER']);
    expect((await epochOf(member.sessionId)).epoch).toBe(before.epoch + 2);
    expect((await world.kindsOf(member.userId)).slice(-2)).toEqual(['role_assigned', 'role_revoked']);
    expect((await world.eventsOf(member.userId)).slice(-2)).toEqual(['user.access_changed', 'user.access_changed']);
  });

  test('cannot be assigned to oneself, at or above the own level, without a fresh authentication, or by a mere member; nothing is left behind', async () => {
    const before = await everything();
    expect(await assign(admin, { userId: admin.userId, role: 'OWNER' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await assign(admin, { userId: member.userId, role: 'ADMIN' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await assign(admin, { userId: member.userId, role: 'SUPER_ADMIN' })).toMatchObject({ code: 'FORBIDDEN' });
    const stale = { ...admin, caller: { ...admin.caller, freshAuthAt: world.wall.now().getTime() - 600_001 } };
    expect(await assign(stale, { userId: member.userId, role: 'OWNER' })).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    await expect(assign(member, { userId: admin.userId, role: 'VIEWER' })).rejects.toThrow('FORBIDDEN');
    const forged = { ...member, caller: { ...member.caller, permissions: ['user.update'], roles: ['SUPER_ADMIN'] } };
    expect(await assign(forged, { userId: admin.userId, role: 'VIEWER' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await assign(admin, { userId: member.userId, role: 'MEMBER' })).toMatchObject({ code: 'ROLE_ALREADY_HELD' });
    expect(await revoke(admin, { userId: member.userId, role: 'OWNER' })).toMatchObject({ code: 'ROLE_NOT_HELD' });
    expect(await assign(admin, { userId: '01900000-0000-7000-8000-00000000dead', role: 'OWNER' })).toMatchObject({ code: 'NOT_FOUND' }); // prettier-ignore
    expect(await assign(admin, { userId: 'nonsense', role: 'OWNER' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await everything()).toBe(before);
  });

  test('with an end ends at it in business time, for tokens at once and for open sessions with the schedule, once', async () => {
    const expiresAt = new Date(world.users.clock.now().getTime() + 3_600_000).toISOString();
    await assign(admin, { userId: member.userId, role: 'CONTRIBUTOR', expiresAt });
    const before = await epochOf(member.sessionId);
    expect(await expireRoles(world.users.scope({ kind: 'system' }))).toBe(0);
    world.users.clock.advance(3_600_000);
    const roles = await world.ask<{ roles: { role: string }[] }>('{ me { roles { role } } }', {}, member.caller);
    expect(roles.roles.map((row) => row.role)).toEqual(['GUEST', 'MEMBER']);
    const closed = await Promise.all([1, 2, 3].map(() => expireRoles(world.users.scope({ kind: 'system' }))));
    expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await epochOf(member.sessionId)).epoch).toBe(before.epoch + 1);
    expect(await assign(admin, { userId: member.userId, role: 'CONTRIBUTOR' })).toMatchObject({
      __typename: 'UserRolesChanged',
    });
  });
});

describe('SUPER_ADMIN', () => {
  test('is not laid down by the last one, and two who revoke each other at once leave one', async () => {
    const first = await person(world, 'SUPER_ADMIN');
    expect(await revoke(first, { userId: first.userId, role: 'SUPER_ADMIN' })).toMatchObject({
      code: 'LAST_SUPER_ADMIN',
    });
    const second = await person(world);
    await assign(first, { userId: second.userId, role: 'SUPER_ADMIN', expiresAt: '2030-01-01T00:00:00Z' });
    expect(await revoke(first, { userId: first.userId, role: 'SUPER_ADMIN' })).toMatchObject({
      code: 'LAST_SUPER_ADMIN',
    });
    await revoke(first, { userId: second.userId, role: 'SUPER_ADMIN' });
    await assign(first, { userId: second.userId, role: 'SUPER_ADMIN' });
    const peer = { ...second, caller: { ...first.caller, userId: second.userId, sessionId: second.sessionId } };
    const answers = await Promise.all([
      revoke(first, { userId: second.userId, role: 'SUPER_ADMIN' }),
      revoke(peer, { userId: first.userId, role: 'SUPER_ADMIN' }),
    ]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual(['Forbidden', 'UserRolesChanged']);
    const left = await world.rows(`select 1 from user_role where role = 'SUPER_ADMIN' and revoked_at is null`);
    expect(left).toHaveLength(1);
  });

  test('three who lay it down at once leave one', async () => {
    await world.rows(`update user_role set revoked_at = assigned_at where role = 'SUPER_ADMIN' and revoked_at is null`);
    const trio = [
      await person(world, 'SUPER_ADMIN'),
      await person(world, 'SUPER_ADMIN'),
      await person(world, 'SUPER_ADMIN'),
    ];
    const answers = await Promise.all(trio.map((one) => revoke(one, { userId: one.userId, role: 'SUPER_ADMIN' })));
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'LastSuperAdmin',
      'UserRolesChanged',
      'UserRolesChanged',
    ]);
  });

  test('changes what a role may, which reaches the sessions of all its holders; it keeps its own permissions', async () => {
    await world.rows(`update user_role set revoked_at = assigned_at where role = 'SUPER_ADMIN' and revoked_at is null`);
    const [root, admin, viewer] = [
      await person(world, 'SUPER_ADMIN'),
      await person(world, 'ADMIN'),
      await person(world, 'VIEWER'),
    ];
    const change = (name: string, by: Person, input: object) => mutate(world, name, { reason: 'policy', ...input }, by.caller, '... on RoleChanged { role { permissions } }'); // prettier-ignore
    const before = await epochOf(viewer.sessionId);
    const granted = await change('grantPermission', root, { role: 'VIEWER', permission: 'insights.view' });
    expect((granted['role'] as { permissions: string[] }).permissions).toContain('insights.view');
    expect((await epochOf(viewer.sessionId)).epoch).toBe(before.epoch + 1);
    await change('grantPermission', root, { role: 'VIEWER', permission: 'insights.view' });
    expect((await epochOf(viewer.sessionId)).epoch).toBe(before.epoch + 1);
    await change('revokePermission', root, { role: 'VIEWER', permission: 'insights.view' });
    expect((await epochOf(viewer.sessionId)).epoch).toBe(before.epoch + 2);
    expect(await change('grantPermission', root, { role: 'VIEWER', permission: 'made.up' })).toMatchObject({
      code: 'PERMISSION_UNKNOWN',
    });
    expect(await change('revokePermission', root, { role: 'SUPER_ADMIN', permission: 'user.update' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const forged = { ...admin, caller: { ...admin.caller, permissions: ['system.admin'] } };
    expect(await change('grantPermission', forged, { role: 'VIEWER', permission: 'system.admin' })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('suspending', () => {
  test('ends every session and hides the user; reinstating brings him back; each is told once', async () => {
    const [admin, member, other] = [await person(world, 'ADMIN'), await person(world), await person(world)];
    const change = (name: string, by: Person, userId: string) =>
      mutate(world, name, { userId, reason: 'fraud' }, by.caller);
    expect(await change('suspendUser', admin, admin.userId)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await change('suspendUser', admin, (await person(world, 'ADMIN')).userId)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await change('reinstateUser', admin, member.userId)).toMatchObject({ code: 'ACCOUNT_STATUS_REFUSED' });
    const answers = await Promise.all([1, 2, 3].map(() => change('suspendUser', admin, member.userId)));
    expect(answers.map((answer) => answer.__typename).sort()).toEqual(['AccountStatusRefused', 'AccountStatusRefused', 'UserStatusChanged']); // prettier-ignore
    expect((await epochOf(member.sessionId)).revoked_at).not.toBeNull();
    const seen = () =>
      world.ask('query ($n: String!) { searchUsers(query: $n) { edges { node { id } } } }', { n: 'Ada' }, other.caller);
    expect(JSON.stringify(await seen())).not.toContain(member.userId);
    expect(await world.signIn(member.email)).toMatchObject({ code: 'ACCOUNT_SUSPENDED' });
    expect(await change('reinstateUser', admin, member.userId)).toMatchObject({ __typename: 'UserStatusChanged' });
    expect(JSON.stringify(await seen())).toContain(member.userId);
    const told = (await world.eventsOf(member.userId)).filter((type) => /suspended|reinstated/.test(type));
    expect(told).toEqual(['user.suspended', 'user.reinstated']);
    expect((await world.kindsOf(member.userId)).slice(-2)).toEqual(['user_suspended', 'user_reinstated']);
  });
});
