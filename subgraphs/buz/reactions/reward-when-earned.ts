import type { DomainEvent, EventContract } from '#kernel/event';
import { reaction, type Reaction } from '#chassis/events/reaction';
import {
  badgeEarned,
  levelUp,
  questClaimed,
  xpMilestoneReached,
} from '#subgraphs/gamification/published/gamification.events';
import { packCompleted } from '#subgraphs/legal/published/legal.events';
import { kycApproved } from '#subgraphs/users/published/kyc.events';
import { profileCompleted, skillVerified } from '#subgraphs/users/published/people.events';
import { userActive, userLoggedIn } from '#subgraphs/users/published/users.events';
import { memberJoined, ventureActivated } from '#subgraphs/ventures/published/ventures.events';
import { earnRewards, type Cause } from '../actions/earn-rewards.ts';
import { rewardLaunch, rewardTeam } from '../actions/reward-venture.ts';

/** A reward rule and what it is paid for; `once` is once in a life. */
type Earned = readonly [code: string, subject: string];

const causeOf = (event: DomainEvent): Cause => ({ eventId: event.id, earnedAt: new Date(event.occurredAt) });

function earns<Body extends { userId: string }>(
  name: string,
  hears: EventContract<Body>,
  earned: (body: Body, on: string) => readonly Earned[],
): Reaction {
  return reaction(`reward-when-${name}`, hears, async (scope, event) => {
    const { userId } = event.body;
    const earnings = earned(event.body, event.occurredAt.slice(0, 10)).map(([code, subject]) => ({
      userId,
      code,
      subject,
    }));
    await earnRewards(scope, earnings, causeOf(event));
  });
}

/** Everything that earns BUZ. A code without a rule in force pays nothing, so what is heard here is decided by data. */
export const rewardReactions: readonly Reaction[] = [
  earns('profile-completed', profileCompleted, () => [['PROFILE_COMPLETED', 'once']]),
  earns('skill-verified', skillVerified, ({ skillId }) => [['SKILL_VERIFIED', skillId]]),
  earns('identity-verified', kycApproved, () => [['IDENTITY_VERIFIED', 'once']]),
  earns('logged-in', userLoggedIn, (_, day) => [['DAILY_LOGIN', day]]),
  earns('active', userActive, (_, day) => [['DAILY_LOGIN', day]]),
  earns('pack-completed', packCompleted, ({ pack }) => [
    ['LEGAL_COMPLETE', pack],
    ...(pack === 'MEMBER' ? [['WELCOME', 'once'] as const] : []),
  ]),
  earns('level-entered', levelUp, ({ level }) => [['LEVEL_UP', level]]),
  earns('milestone-reached', xpMilestoneReached, ({ milestone }) => [[`XP_MILESTONE_${milestone}`, 'once']]),
  // by badge, not by award: one that was taken back and earned anew pays nothing more
  earns('badge-earned', badgeEarned, ({ badge, rarity }) => [[`BADGE_${rarity}`, badge]]),
  earns('quest-claimed', questClaimed, ({ kind, playerQuestId }) => [[`QUEST_${kind}`, playerQuestId]]),
  reaction('reward-when-venture-launched', ventureActivated, (scope, event) => {
    const { ventureId, ownerId } = event.body;
    return rewardLaunch(scope, { ventureId, userId: ownerId }, causeOf(event));
  }),
  reaction('reward-when-team-grows', memberJoined, (scope, event) => rewardTeam(scope, event.body, causeOf(event))),
];
