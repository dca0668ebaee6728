import { ADMIN_LEVEL, levelOf } from './role.ts';

/** Whoever holds power over others: longer passwords, shorter sessions. */
export function isPrivileged(roles: readonly string[]): boolean {
  return levelOf(roles) >= ADMIN_LEVEL;
}
