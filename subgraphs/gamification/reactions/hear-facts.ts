import { reaction } from '#chassis/events/reaction';
import type { Reaction } from '#chassis/events/reaction';
import type { DomainEvent, EventContract } from '#kernel/event';
import { documentEffective } from '#subgraphs/legal/published/legal.events';
import { profileCompleted, skillVerified } from '#subgraphs/users/published/people.events';
import { userActive, userEmailVerified, userLoggedIn } from '#subgraphs/users/published/users.events';
import { memberJoined } from '#subgraphs/ventures/published/ventures.events';
import { hearFact } from '../actions/hear-fact.ts';
import { noticePresence } from '../actions/notice-presence.ts';

/** What an event is about, and with whom. */
interface About {
  readonly subjectId?: string;
  readonly counterpartId?: string;
}

/** The event itself is the proof of what was done: its id makes the fact unique, its business time says on which day. */
function hears<Body extends { userId: string }>(
  name: string,
  contract: EventContract<Body>,
  kind: string,
  about: (body: Body) => About = () => ({}),
): Reaction {
  return reaction(name, contract, async (scope, event) => {
    const { userId } = event.body;
    const fact = { userId, kind, sourceEventId: event.id, happenedAt: happenedAt(event), ...about(event.body) };
    await hearFact(scope, fact);
  });
}

const happenedAt = (event: DomainEvent): Date => new Date(event.occurredAt);

/** Users tell who they are and what they can; documents and ventures what they did. JOINED is worth no XP. */
export const factReactions: readonly Reaction[] = [
  hears('join-game-when-email-verified', userEmailVerified, 'JOINED'),
  hears('award-xp-when-profile-completed', profileCompleted, 'PROFILE_COMPLETED'),
  hears('award-xp-when-logged-in', userLoggedIn, 'DAILY_LOGIN'),
  reaction('keep-streak-when-active', userActive, (scope, event) =>
    noticePresence(scope, event.body.userId, happenedAt(event)),
  ),
  hears('award-xp-when-skill-verified', skillVerified, 'SKILL_VERIFIED', ({ skillId, verifiedBy }) => ({
    subjectId: skillId,
    counterpartId: verifiedBy,
  })),
  hears('award-xp-when-document-effective', documentEffective, 'LEGAL_DOCUMENT_SIGNED', ({ documentId }) => ({
    subjectId: documentId,
  })),
  hears('award-xp-when-member-joined', memberJoined, 'TEAM_JOINED', ({ ventureId }) => ({ subjectId: ventureId })),
];
