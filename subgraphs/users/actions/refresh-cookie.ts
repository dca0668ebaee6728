/** The cookie travels to nothing but `/auth/...`; browsers treat http://localhost as secure. */
const SCOPE = 'HttpOnly; Secure; SameSite=Strict; Path=/auth';

export function refreshCookie(token: string, endsAt: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((endsAt.getTime() - now.getTime()) / 1000));
  return `refresh=${token}; ${SCOPE}; Max-Age=${seconds}`;
}

export const CLEARED_COOKIE = `refresh=; ${SCOPE}; Max-Age=0`;
