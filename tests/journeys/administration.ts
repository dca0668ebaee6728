import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#chassis/testing/eventually';
import { settleIn, type Person } from '#platform/story/person';
import type { Stage } from './stage.ts';
import { User } from './user.ts';

const REACHES_WITHIN_MS = 5_000;
const ME = '{ me { id roles { role reason } } myPermissions can(resource: "venture", action: "create") }';

interface Me {
  me: { id: string; roles: { role: string; reason: string }[] };
  myPermissions: string[];
  can: boolean;
}

export const administration = (stageOf: () => Stage) =>
  describe("an administrator's word", () => {
    let user: User;
    let userId: string;
    beforeAll(async () => {
      user = new User(stageOf().box);
      await user.registerAndVerify('Vera Subject');
      await user.signIn();
      userId = (await user.graph.ask<Me>(ME)).me.id;
    }, 60_000);

    const administrator = (): Promise<Person> =>
      settleIn(user.graph.as(''), stageOf().box.mail, 'admin@demo.test', 'Ines Admin');
    const refused = () => expect(user.graph.ask(ME)).rejects.toThrow('UNAUTHENTICATED');

    test('gives a role: the token of before stops within 5 s, and the next one carries what the role grants', async () => {
      const before = await user.graph.ask<Me>(ME);
      expect(before).toMatchObject({ can: false });
      expect(before.myPermissions).not.toContain('venture.create');
      const admin = await administrator();
      const wish = { userId, role: 'CONTRIBUTOR', reason: 'signed the member pack' };
      await admin.graph.act('assignRole', 'UserRolesChanged', wish, 'user { roles { role } }');
      await eventually(refused, REACHES_WITHIN_MS);
      const fresh = await user.refresh();
      user.accessToken = fresh.accessToken!;
      user.cookie = fresh.cookie!;
      const after = await user.graph.ask<Me>(ME);
      expect(after.can).toBe(true);
      expect(after.me.roles.at(-1)).toEqual({ role: 'CONTRIBUTOR', reason: 'signed the member pack' });
    }, 60_000);

    test('does not come from a user: the door refuses before anything is asked', async () => {
      const input = { userId, role: 'ADMIN', reason: 'because I can' };
      await expect(user.graph.act('assignRole', 'UserRolesChanged', input, '__typename')).rejects.toThrow('FORBIDDEN');
      await expect(user.graph.ask('{ rbacStats { role holders } }')).rejects.toThrow('FORBIDDEN');
    }, 30_000);

    test('suspends: token, refresh and open socket end within 5 s, and nobody finds the user any more', async () => {
      let closed: { code: number } | undefined;
      const socket = user.socket((event) => (closed = event));
      const events = socket.iterate({ query: 'subscription { xpAwarded { xp } }' });
      const ended = events.next().then(
        () => undefined,
        () => undefined,
      );
      await eventually(() => expect(user.graph.ask(ME)).resolves.toBeDefined());
      const admin = await administrator();
      await admin.graph.act('suspendUser', 'UserStatusChanged', { userId, reason: 'under review' }, '__typename');
      await eventually(() => expect(closed).toBeDefined(), REACHES_WITHIN_MS);
      await ended;
      await eventually(refused, REACHES_WITHIN_MS);
      expect((await user.refresh()).status).toBe(401);
      await expect(user.signIn()).rejects.toThrow('ACCOUNT_SUSPENDED');
      const other = new User(stageOf().box);
      await other.registerAndVerify('Otto Other');
      await other.signIn();
      const found = await other.graph.ask('{ searchUsers(query: "Vera Subject") { edges { node { displayName } } } }');
      expect(JSON.stringify(found)).not.toContain('Vera');
      await socket.dispose();
    }, 60_000);
  });
