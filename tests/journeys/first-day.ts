import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#chassis/testing/eventually';
import type { Stage } from './stage.ts';
import { codeOf, User } from './user.ts';

const XP_WITHIN_MS = 500;
const BIO = 'Builds small tools for large ideas, and writes down what was learnt on the way there.';

export const firstDay = (stageOf: () => Stage) =>
  describe("a user's first day", () => {
    let user: User;
    beforeAll(() => {
      user = new User(stageOf().box);
    });

    test('leads from registration through the mailed link and the second factor to a session', async () => {
      await user.registerAndVerify('Ada Journey');
      await user.signIn();
      const { secret } = await user.graph
        .ask<{ setupTotp: { secret: string } }>(
          'mutation { setupTotp { __typename ... on TotpSecret { secret } ... on Refusal { code } } }',
        )
        .then(({ setupTotp }) => setupTotp);
      const codes = await user.graph.act<{ recoveryCodes: string[] }>(
        'activateTotp',
        'RecoveryCodes',
        { code: await codeOf(secret) },
        'recoveryCodes',
      );
      expect(codes.recoveryCodes).toHaveLength(10);
      await user.signIn(secret);
      expect(user.cookie).toMatch(/^refresh=.{40,}/);
    }, 90_000);

    test('brings XP over the socket within 500 ms of completing the profile, with the name in the same payload', async () => {
      const socket = user.socket();
      const events = socket.iterate<{
        xpAwarded: { activity: string; amount: number; xp: number; level: string; user: { displayName: string } };
      }>({
        query: 'subscription { xpAwarded { activity amount xp level user { id displayName } } }',
      });
      const first = events.next();
      await eventually(async () => {
        const { me } = await user.graph.ask<{ me: { gamification: { xp: number } | null } }>(
          '{ me { gamification { xp } } }',
        );
        expect(me.gamification?.xp).toBe(50); // the sign-in of today
      });
      const committedAt = await completeProfile(user);
      const { value } = await first;
      expect(performance.now() - committedAt).toBeLessThan(XP_WITHIN_MS);
      expect(value?.data?.xpAwarded).toMatchObject({
        activity: 'PROFILE_COMPLETED',
        amount: 100,
        xp: 150,
        level: 'OWLET',
        user: { displayName: 'Ada Journey' },
      });
      await events.return?.();
      await socket.dispose();
    }, 60_000);

    test('rotates the refresh token; its reuse ends the family and closes the socket', async () => {
      const stolen = user.cookie;
      const rotated = await user.refresh();
      expect(rotated).toMatchObject({ status: 200, accessToken: expect.any(String) });
      const again = await user.refresh(rotated.cookie);
      expect(again.status).toBe(200);
      user.accessToken = again.accessToken!;
      user.cookie = again.cookie!;

      let closed: { code: number } | undefined;
      const socket = user.socket((event) => (closed = event));
      const events = socket.iterate({ query: 'subscription { xpAwarded { xp } }' });
      const end = events.next().then(
        () => undefined,
        () => undefined,
      );
      const live = await user.graph.ask<{ me: object | null }>('{ me { id } }');
      expect(live.me).not.toBeNull();
      expect((await user.refresh(stolen)).status).toBe(401); // two generations old: reuse
      await eventually(() => expect(closed).toBeDefined(), 5_000);
      await end;
      expect((await user.refresh()).status).toBe(401);
      await expect(user.graph.ask('{ me { id } }')).rejects.toThrow('UNAUTHENTICATED');
      await socket.dispose();
    }, 60_000);
  });

/** Everything that the completeness counts, the deciding mutation last; returns when its answer is here. */
async function completeProfile(user: User): Promise<number> {
  const { skills } = await user.graph.ask<{ skills: { id: string }[] }>('{ skills { id } }');
  await user.graph.ask(
    'mutation ($input: AddSkillInput!) { addSkill(input: $input) { __typename ... on Refusal { code } } }',
    {
      input: { skillId: skills[0]!.id, level: 3 },
    },
  );
  const { me } = await user.graph.ask<{ me: { profile: { version: number } } }>('{ me { profile { version } } }');
  const input = {
    expectedVersion: me.profile.version,
    bio: BIO,
    location: 'Lisbon',
    interests: ['ledgers'],
    experienceStartDate: '2015-04-01',
  };
  await user.graph.act('updateProfile', 'ProfileUpdated', input, 'user { id }');
  return performance.now();
}
