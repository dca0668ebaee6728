import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseAssignment, refuseRevocation, refuseSuspension } from './role-change.ts';
import { levelOf, ROLES } from './role.ts';
import type { RoleName } from './role.ts';

const now = new Date('2026-01-01T00:00:00Z');
const anyRole = fc.constantFrom(...ROLES.map((role) => role.name));

describe('assigning a role', () => {
  test('nobody below SUPER_ADMIN can raise anybody to his own level or above', () => {
    fc.assert(
      fc.property(fc.array(anyRole, { maxLength: 4 }), anyRole, (roles, role: RoleName) => {
        const refused = refuseAssignment({ userId: 'a', roles }, { subjectId: 'b', role, expiresAt: null }, now);
        const mayDo = roles.includes('SUPER_ADMIN') || levelOf(roles) > levelOf([role]);
        return (refused === null) === mayDo;
      }),
    );
  });

  test('not even a SUPER_ADMIN assigns to himself, and an expiry in the past is refused', () => {
    const root = { userId: 'a', roles: ['SUPER_ADMIN'] };
    expect(refuseAssignment(root, { subjectId: 'a', role: 'GUEST', expiresAt: null }, now)?.name).toBe('Forbidden');
    expect(refuseAssignment(root, { subjectId: 'b', role: 'ADMIN', expiresAt: now }, now)?.name).toBe(
      'RoleExpiryPassed',
    );
  });
});

describe('revoking a role', () => {
  test('the last SUPER_ADMIN stays, whoever asks', () => {
    const root = { userId: 'a', roles: ['SUPER_ADMIN'] };
    expect(refuseRevocation(root, 'a', 'SUPER_ADMIN', 0)?.name).toBe('LastSuperAdmin');
    expect(refuseRevocation(root, 'b', 'SUPER_ADMIN', 0)?.name).toBe('LastSuperAdmin');
    expect(refuseRevocation(root, 'b', 'SUPER_ADMIN', 1)).toBeNull();
  });

  test('anybody may lay down a role of his own, but take one from others only below his level', () => {
    expect(refuseRevocation({ userId: 'a', roles: ['ADMIN'] }, 'a', 'ADMIN', 1)).toBeNull();
    expect(refuseRevocation({ userId: 'a', roles: ['ADMIN'] }, 'b', 'ADMIN', 1)?.name).toBe('Forbidden');
    expect(refuseRevocation({ userId: 'a', roles: ['ADMIN'] }, 'b', 'OWNER', 1)).toBeNull();
  });
});

test('suspending takes a level strictly above the one of the user, and never works on oneself', () => {
  const admin = { userId: 'a', roles: ['MEMBER', 'ADMIN'] };
  expect(refuseSuspension(admin, 'b', ['GUEST', 'OWNER'])).toBeNull();
  expect(refuseSuspension(admin, 'b', ['ADMIN'])?.name).toBe('Forbidden');
  expect(refuseSuspension({ userId: 'a', roles: ['SUPER_ADMIN'] }, 'b', ['SUPER_ADMIN'])?.name).toBe('Forbidden');
  expect(refuseSuspension(admin, 'a', [])?.name).toBe('Forbidden');
});
