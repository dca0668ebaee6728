import type { Scope } from '#chassis/mount/scope';

/** The user who acts. The access rules let nobody else through; getting here without one is a fault, not a refusal. */
export function actingUser(scope: Scope): string {
  const { userId, kind } = scope.caller;
  if (kind !== 'user' || userId === null) throw new Error('This action is for signed-in users.');
  return userId;
}
