import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { liveSessions, type Session } from '../storage/sessions.store.ts';
import { readingSql } from '../storage/sql.ts';

/** The caller's live sessions, the latest used first. */
export async function ownSessions(scope: Scope<UsersPorts>): Promise<Session[]> {
  const { userId } = scope.caller;
  return userId ? liveSessions(readingSql(scope.em), userId, scope.ports.wall.now()) : [];
}
