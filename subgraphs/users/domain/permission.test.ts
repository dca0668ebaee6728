import { describe, expect, test } from '@jest/globals';
import { PERMISSIONS, SEED_GRANTS } from './permission.ts';

/** The 48 permissions of the original catalogue: the counts of the specification are about these. */
const ORIGINAL = new Set(
  `user.create user.read user.update user.delete user.list venture.create venture.read venture.update venture.delete venture.list venture.approve
   team.create team.read team.update team.delete team.list team.manage buz.view buz.transfer buz.stake buz.unstake buz.admin
   subscription.create subscription.read subscription.update subscription.delete subscription.list subscription.manage
   legal.create legal.read legal.update legal.delete legal.sign legal.approve analytics.view analytics.export analytics.admin
   system.admin system.logs system.settings system.backup umbrella.view umbrella.create umbrella.update umbrella.delete
   journey.view journey.update journey.admin`.split(/\s+/),
);

describe('the permission catalogue', () => {
  test('holds the 48 original permissions and 34 additions, each once', () => {
    expect(ORIGINAL.size).toBe(48);
    expect(PERMISSIONS.filter((permission) => ORIGINAL.has(permission))).toHaveLength(48);
    expect(PERMISSIONS).toHaveLength(48 + 34);
    expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
  });

  test('grants of the original 48 are as specified: 11 11 16 18 26 46 48', () => {
    const counts = Object.values(SEED_GRANTS).map(
      (granted) => granted.filter((permission) => ORIGINAL.has(permission)).length,
    );
    expect(counts).toEqual([11, 11, 16, 18, 26, 46, 48]);
  });

  test('grants only what the catalogue knows, each once, and every stronger role holds what the weaker one does', () => {
    const ladder = Object.values(SEED_GRANTS);
    ladder.forEach((granted, step) => {
      expect(granted.every((permission) => PERMISSIONS.includes(permission))).toBe(true);
      expect(new Set(granted).size).toBe(granted.length);
      if (step > 0) expect(ladder[step - 1]!.every((permission) => granted.includes(permission))).toBe(true);
    });
  });

  test('a guest and a viewer can only read', () => {
    for (const role of ['GUEST', 'VIEWER'] as const)
      expect(SEED_GRANTS[role].every((permission) => /\.(read|list|view)$/.test(permission))).toBe(true);
  });

  test('only SUPER_ADMIN holds system.admin and system.backup', () => {
    for (const kept of ['system.admin', 'system.backup'])
      expect(
        Object.entries(SEED_GRANTS)
          .filter(([, granted]) => granted.includes(kept))
          .map(([role]) => role),
      ).toEqual(['SUPER_ADMIN']);
  });
});
