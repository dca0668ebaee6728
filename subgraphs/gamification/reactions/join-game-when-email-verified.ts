import { reaction } from '#chassis/events/reaction';
import { userEmailVerified } from '#subgraphs/users/published/users.events';
import { joinGame } from '../actions/join-game.ts';

export const joinGameWhenEmailVerified = reaction('join-game-when-email-verified', userEmailVerified, (scope, event) =>
  joinGame(scope, event.body.userId),
);
