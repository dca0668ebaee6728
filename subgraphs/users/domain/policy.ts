import type { Id } from '#kernel/id';
import type { AccountStatus } from './account.ts';

/** The asker, as far as the policy of a user needs to know. */
export interface Asker {
  readonly kind: 'anonymous' | 'user' | 'gateway' | 'system' | 'everyone';
  readonly userId: Id | null;
  readonly permissions: readonly string[];
}

/** What it depends on whether, and how much of, a user is shown. `connected` is about the asker. */
export interface SubjectOfView {
  readonly id: Id;
  readonly status: AccountStatus;
  readonly isPublic: boolean;
  readonly showActivity: boolean;
  readonly showSkills: boolean;
  readonly showReputation: boolean;
  readonly connected: boolean;
}

/** Holders of `user.update` administer users and so see each of them; the platform itself does too. */
export function administersUsers(asker: Asker): boolean {
  return asker.kind === 'system' || asker.permissions.includes('user.update');
}

/** Oneself or an administrator: for what is nobody else's business (e-mail, roles, privacy, sessions). */
export function maySeeAccount(asker: Asker, userId: Id): boolean {
  return asker.userId === userId || administersUsers(asker);
}

/**
 * Whether the user exists at all for this asker; no looks exactly like "there is no such user". Anonymous askers see nobody; others see
 * whoever is active and public, or connected to them.
 */
export function maySeeUser(asker: Asker, subject: SubjectOfView): boolean {
  if (maySeeAccount(asker, subject.id)) return true;
  return asker.kind === 'user' && subject.status === 'ACTIVE' && (subject.isPublic || subject.connected);
}

/** The parts of a profile that its owner can hide. */
export type Section = 'activity' | 'skills' | 'reputation';

const SWITCH = { activity: 'showActivity', skills: 'showSkills', reputation: 'showReputation' } as const;

export function maySeeSection(asker: Asker, subject: SubjectOfView, section: Section): boolean {
  if (maySeeAccount(asker, subject.id)) return true;
  return maySeeUser(asker, subject) && subject[SWITCH[section]];
}
