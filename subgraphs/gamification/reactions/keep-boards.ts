import { reaction } from '#chassis/events/reaction';
import type { Reaction } from '#chassis/events/reaction';
import { connectionAccepted, connectionEnded } from '#subgraphs/users/published/people.events';
import { userReinstated, userSuspended } from '#subgraphs/users/published/users.events';
import { memberJoined, memberLeft } from '#subgraphs/ventures/published/ventures.events';
import { befriend, joinVenture, leaveVenture, partFriends } from '../actions/follow-groups.ts';
import { followStanding } from '../actions/follow-standing.ts';

/** What neighbours tell that decides who is on which board. */
export const boardReactions: readonly Reaction[] = [
  reaction('hide-from-boards-when-suspended', userSuspended, (scope, { body }) =>
    followStanding(scope, body.userId, 'SUSPENDED'),
  ),
  reaction('return-to-boards-when-reinstated', userReinstated, (scope, { body }) =>
    followStanding(scope, body.userId, 'ACTIVE'),
  ),
  reaction('befriend-when-connected', connectionAccepted, (scope, { body, occurredAt }) =>
    befriend(scope, body.requesterId, body.targetId, occurredAt),
  ),
  reaction('part-friends-when-connection-ended', connectionEnded, (scope, { body, occurredAt }) =>
    partFriends(scope, body.requesterId, body.targetId, occurredAt),
  ),
  reaction('join-venture-board-when-joined', memberJoined, (scope, { body }) =>
    joinVenture(scope, body.ventureId, body.userId),
  ),
  reaction('leave-venture-board-when-left', memberLeft, (scope, { body }) =>
    leaveVenture(scope, body.ventureId, body.userId),
  ),
];
