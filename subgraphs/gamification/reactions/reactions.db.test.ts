import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import { profileCompleted, skillVerified } from '#subgraphs/users/published/people.events';
import { userActive, userEmailVerified, userLoggedIn } from '#subgraphs/users/published/users.events';
import { documentEffective } from '#subgraphs/legal/published/legal.events';
import { memberJoined } from '#subgraphs/ventures/published/ventures.events';
import { gamificationSubgraph } from '../subgraph.ts';

describe('the game hears what users did', () => {
  let game: TestMount<unknown>;
  let users: InboxProducer;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph(), { background: true });
    users = new InboxProducer(game.mounted.road, game.clock);
  });
  afterAll(() => game.stop());

  const player = async (userId: string) =>
    (await game.mounted.database.roadPool.query('select xp, entries from player where user_id = $1', [userId])).rows[0];

  test('and awards each fact once, also when each is delivered many times at once', async () => {
    const userId = newId();
    const facts = [
      users.next(userEmailVerified, userId, { userId }),
      users.next(userLoggedIn, userId, { userId, sessionId: newId(), method: 'PASSWORD', newDevice: true }),
      users.next(profileCompleted, userId, { userId, completeness: 90 }),
      users.next(skillVerified, userId, {
        userId,
        skillId: newId(),
        skill: 'TypeScript',
        level: 4,
        verifiedBy: newId(),
      }),
    ];
    await Promise.all(
      Array.from({ length: 25 }, () => facts.map((fact) => game.mounted.road.deposit('users', [fact]))).flat(),
    );
    await eventually(async () => expect(await player(userId)).toEqual({ xp: 400, entries: 3 }));
  });

  test('and what legal and ventures tell: a document once, however often it is signed, and the first team', async () => {
    const userId = newId();
    const [documentId, ventureId] = [newId(), newId()];
    const signed = { userId, documentId, code: 'ESCA' };
    await users.tell(documentEffective, userId, signed);
    await users.tell(documentEffective, userId, signed); // signed anew: another event about the same document
    await users.tell(memberJoined, ventureId, { ventureId, userId });
    await users.tell(memberJoined, ventureId, { ventureId, userId });
    const lines = async () =>
      (
        await game.mounted.database.roadPool.query(
          'select activity, amount from xp_entry where user_id = $1 order by activity',
          [userId],
        )
      ).rows.filter(({ activity }) => activity !== 'ACHIEVEMENT_UNLOCKED');
    await eventually(async () =>
      expect(await lines()).toEqual([
        { activity: 'FIRST_TEAM', amount: 500 },
        { activity: 'LEGAL_DOCUMENT_SIGNED', amount: 150 },
        { activity: 'TEAM_JOINED', amount: 200 },
      ]),
    );
  });

  test('and that somebody with a kept session is here: a login of the day, once', async () => {
    const userId = newId();
    const sessionId = newId();
    await users.tell(userActive, userId, { userId, sessionId });
    await users.tell(userActive, userId, { userId, sessionId });
    await users.tell(userEmailVerified, userId, { userId });
    await eventually(async () => expect(await player(userId)).toEqual({ xp: 50, entries: 1 }));
  });

  test('and tells the player live, in order, after the commit', async () => {
    const userId = newId();
    const stream = await game.mounted.endpoint.subscribe({
      query: 'subscription { xpAwarded { activity amount xp level user { id } } }',
      variables: {},
      caller: { ...game.scope({ userId }).caller },
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    await users.tell(userEmailVerified, userId, { userId });
    await users.tell(profileCompleted, userId, { userId, completeness: 80 });
    expect((await stream.next()).value.data).toEqual({
      xpAwarded: { activity: 'PROFILE_COMPLETED', amount: 100, xp: 100, level: 'OWLET', user: { id: userId } },
    });
    await stream.return?.();
  });
});
