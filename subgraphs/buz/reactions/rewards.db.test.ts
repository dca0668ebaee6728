import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DomainEvent } from '#kernel/event';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import {
  badgeEarned,
  badgeRevoked,
  levelUp,
  questClaimed,
  xpMilestoneReached,
} from '#subgraphs/gamification/published/gamification.events';
import { packCompleted } from '#subgraphs/legal/published/legal.events';
import { kycApproved } from '#subgraphs/users/published/kyc.events';
import { profileCompleted, skillVerified } from '#subgraphs/users/published/people.events';
import { userActive, userEmailVerified, userLoggedIn } from '#subgraphs/users/published/users.events';
import { memberJoined, ventureActivated } from '#subgraphs/ventures/published/ventures.events';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';

describe('what people do is rewarded', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  let heard: InboxProducer;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
    economy = economyOf(mount);
    heard = new InboxProducer(mount.mounted.road, mount.clock);
  });
  afterAll(() => mount.stop());

  const deliver = async (...events: DomainEvent[]) => {
    for (const event of events) {
      await Promise.all([1, 2, 3].map(() => mount.mounted.road.deposit(event.producer, [event])));
    }
  };
  const rewardsOf = async (userId: string) =>
    Object.fromEntries(
      (
        await economy.rows<{ code: string; n: number }>(
          "select code, count(*)::int as n from reward where user_id = $1 and state in ('PAID', 'CLAIMABLE') group by code",
          userId,
        )
      ).map(({ code, n }) => [code, n]),
    );

  test('once per fact, though everything is delivered three times', async () => {
    const userId = newId();
    const session = { userId, sessionId: newId() };
    const [skillId, playerQuestId, awardId] = [newId(), newId(), newId()];
    await deliver(
      heard.next(userEmailVerified, userId, { userId }),
      heard.next(userLoggedIn, userId, { ...session, method: 'PASSWORD', newDevice: true }),
      heard.next(userLoggedIn, userId, { ...session, method: 'PASSWORD', newDevice: false }),
      heard.next(userActive, userId, session),
      heard.next(profileCompleted, userId, { userId, completeness: 90 }),
      heard.next(skillVerified, userId, { userId, skillId, skill: 'SQL', level: 4, verifiedBy: newId() }),
      heard.next(kycApproved, userId, { userId, approvedBy: newId() }),
      heard.next(kycApproved, userId, { userId, approvedBy: newId() }),
      heard.next(packCompleted, userId, { userId, pack: 'MEMBER' }),
      heard.next(packCompleted, userId, { userId, pack: 'TOKEN' }),
      heard.next(levelUp, userId, { userId, level: 'HAWK', xp: 1_000 }),
      heard.next(xpMilestoneReached, userId, { userId, milestone: 1_000 }),
      heard.next(badgeEarned, userId, { userId, awardId, badge: 'first-steps', rarity: 'RARE' }),
      heard.next(badgeRevoked, userId, { userId, awardId, badge: 'first-steps', because: 'an undo' }),
      heard.next(badgeEarned, userId, { userId, awardId: newId(), badge: 'first-steps', rarity: 'RARE' }),
      heard.next(questClaimed, userId, { userId, playerQuestId, quest: 'daily', kind: 'DAILY' }),
    );
    await eventually(async () =>
      expect(await rewardsOf(userId)).toEqual({
        ...{ DAILY_LOGIN: 1, PROFILE_COMPLETED: 1, SKILL_VERIFIED: 1, IDENTITY_VERIFIED: 1, LEGAL_COMPLETE: 2 },
        ...{ WELCOME: 1, LEVEL_UP: 1, XP_MILESTONE_1000: 1, BADGE_RARE: 1, QUEST_DAILY: 1 },
      }),
    );
    // 1 + 10 + 2 + 20 + 15 + 15 + 1000 + 10 + 100 + 2, and the milestone lies ready to be claimed
    expect(await economy.balance(`wallet/${userId}`)).toBe(1_175);
    expect(await economy.balance('reserve/CLAIMABLE')).toBe(100);
    expect(await economy.missing()).toBe('0');
  });

  test('and told to whom it belongs, live and to nobody else', async () => {
    const [userId, other] = [newId(), newId()];
    const query = 'subscription { rewardUpdated { rule state amount expiresAt } }';
    const follow = async (who: string) => {
      const { caller } = mount.scope({ userId: who });
      const stream = await mount.mounted.endpoint.subscribe({ query, variables: {}, caller });
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
      return stream;
    };
    const [own, foreign] = [await follow(userId), await follow(other)];
    await deliver(heard.next(xpMilestoneReached, userId, { userId, milestone: 100 }));
    const expiresAt = new Date(mount.clock.now().getTime() + 90 * 86_400_000).toISOString();
    const told = { rewardUpdated: { rule: 'XP_MILESTONE_100', state: 'CLAIMABLE', amount: '10', expiresAt } };
    expect((await own.next()).value.data).toEqual(told);
    await deliver(heard.next(profileCompleted, other, { userId: other, completeness: 90 }));
    expect((await foreign.next()).value).toMatchObject({ data: { rewardUpdated: { rule: 'PROFILE_COMPLETED' } } });
    await Promise.all([own.return?.(), foreign.return?.()]);
  });

  test('and the owner for the first and the fifth member, whoever comes back and whichever is told first', async () => {
    const [ownerId, ventureId] = [newId(), newId()];
    const members = Array.from({ length: 5 }, () => newId());
    const joined = (userId: string) => heard.next(memberJoined, ventureId, { ventureId, userId });
    await deliver(joined(members[0]!), heard.next(ventureActivated, ventureId, { ventureId, ownerId, name: 'Owls' }));
    await deliver(joined(ownerId), ...members.slice(0, 4).map(joined));
    await eventually(async () =>
      expect(await rewardsOf(ownerId)).toEqual({ VENTURE_LAUNCH: 1, FIRST_VENTURE: 1, FIRST_TEAM_MEMBER: 1 }),
    );
    await deliver(joined(members[4]!));
    await eventually(async () => expect(await rewardsOf(ownerId)).toMatchObject({ TEAM_OF_FIVE: 1 }));
    const second = newId();
    await deliver(heard.next(ventureActivated, second, { ventureId: second, ownerId, name: 'More owls' }));
    await eventually(async () =>
      expect(await rewardsOf(ownerId)).toMatchObject({ VENTURE_LAUNCH: 2, FIRST_VENTURE: 1 }),
    );
    expect(await economy.balance(`wallet/${ownerId}`)).toBe(25 + 15 + 10 + 20 + 25);
  });
});
