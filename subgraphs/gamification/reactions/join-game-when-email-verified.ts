import { reaction } from '#chassis/events/reaction';
import { userEmailVerified } from '#subgraphs/users/published/users.events';
import { hearFact } from '../actions/hear-fact.ts';

/** JOINED is worth no XP: it opens the profile. */
export const joinGameWhenEmailVerified = reaction(
  'join-game-when-email-verified',
  userEmailVerified,
  async (scope, event) => {
    const { userId } = event.body;
    await hearFact(scope, { userId, kind: 'JOINED', sourceEventId: event.id, happenedAt: new Date(event.occurredAt) });
  },
);
