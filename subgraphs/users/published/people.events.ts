import { z } from 'zod';
import type { EventContract } from '#kernel/event';

const id = z.uuid();

/** Heard by gamification (XP) and later by buz and the journey. */
export const profileCompleted: EventContract<{ userId: string; completeness: number }> = {
  producer: 'users',
  type: 'profile.completed',
  version: 1,
  aggregate: 'user',
  when: "A user's profile reaches a completeness of 80 for the first time; once per user, for ever.",
  body: z.object({ userId: id, completeness: z.int().min(80).max(100) }),
};

export const skillVerified: EventContract<{
  userId: string;
  skillId: string;
  skill: string;
  level: number;
  verifiedBy: string;
}> = {
  producer: 'users',
  type: 'skill.verified',
  version: 1,
  aggregate: 'user',
  when: 'Somebody with the right to do so verifies a skill of a user for the first time; once per (user, skill), also when it is removed and added again.',
  body: z.object({ userId: id, skillId: id, skill: z.string(), level: z.int().min(1).max(5), verifiedBy: id }),
};

export const connectionAccepted: EventContract<{ connectionId: string; requesterId: string; targetId: string }> = {
  producer: 'users',
  type: 'connection.accepted',
  version: 1,
  aggregate: 'user',
  when: 'A connection between two users comes to be; its aggregate is the user whose act closed it.',
  body: z.object({ connectionId: id, requesterId: id, targetId: id }),
};

export const connectionEnded: EventContract<{ connectionId: string; requesterId: string; targetId: string }> = {
  producer: 'users',
  type: 'connection.ended',
  version: 1,
  aggregate: 'user',
  when: 'One of two connected users ends it; its aggregate is that user. It may be heard before or after the other `connection.*` events of the pair: `occurredAt` orders them.',
  body: z.object({ connectionId: id, requesterId: id, targetId: id }),
};

export const avatarChanged: EventContract<{ userId: string; fileId: string | null }> = {
  producer: 'users',
  type: 'profile.avatar_changed',
  version: 1,
  aggregate: 'user',
  when: 'A user gets another picture, or takes it away (then there is no file); not when there was none to take away.',
  body: z.object({ userId: id, fileId: id.nullable() }),
};

/** Everything that the people half publishes. */
export const peopleEvents: readonly EventContract[] = [
  avatarChanged,
  profileCompleted,
  skillVerified,
  connectionAccepted,
  connectionEnded,
];
