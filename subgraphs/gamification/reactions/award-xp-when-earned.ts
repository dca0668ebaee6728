import { reaction } from '#chassis/events/reaction';
import type { Scope } from '#chassis/mount/scope';
import type { DomainEvent } from '#kernel/event';
import { profileCompleted, skillVerified } from '#subgraphs/users/published/people.events';
import { userLoggedIn } from '#subgraphs/users/published/users.events';
import { hearFact } from '../actions/hear-fact.ts';

/** The event itself is the proof of what was earned: its id makes the award unique, its business time says on which day. */
function earns(kind: string) {
  return async (scope: Scope, event: DomainEvent<{ userId: string }>): Promise<void> => {
    const { userId } = event.body;
    await hearFact(scope, { userId, kind, sourceEventId: event.id, happenedAt: new Date(event.occurredAt) });
  };
}

export const awardXpWhenProfileCompleted = reaction(
  'award-xp-when-profile-completed',
  profileCompleted,
  earns('PROFILE_COMPLETED'),
);

export const awardXpWhenLoggedIn = reaction('award-xp-when-logged-in', userLoggedIn, earns('DAILY_LOGIN'));

export const awardXpWhenSkillVerified = reaction(
  'award-xp-when-skill-verified',
  skillVerified,
  earns('SKILL_VERIFIED'),
);
