import { Session, type SessionWorld } from './session.ts';

/** Set while this browser has signed in here: spares a visitor without a session a refused request at every load. */
const SIGNED_IN_BEFORE = 'venture:signed-in';
const LAST_EMAIL = 'venture:last-email';

const otherTabs = new BroadcastChannel('venture:session');

const world: SessionWorld = {
  refresh: refreshByCookie,
  exclusively(work) {
    // Not there on plain http beyond localhost; the cookie is not there either.
    if (!('locks' in navigator)) return work();
    return navigator.locks.request('venture:refresh', work) as ReturnType<typeof work>;
  },
  nowMs: () => Date.now(),
  later(work, delayMs) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The session of this page. */
export const session = new Session(world);

/** Starts the session: silently signed in again when the cookie is still good, and in step with the other tabs. */
export function startSession(): void {
  otherTabs.addEventListener('message', () => void session.renew());
  // Timers stand still while a laptop sleeps.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void session.freshToken();
  });
  void session.renew();
}

/** After a sign-in or sign-out on this page: remembers it, and tells the other tabs, for there is one cookie for all of them. */
export function rememberSignIn(email: string | null): void {
  if (email === null) localStorage.removeItem(SIGNED_IN_BEFORE);
  else {
    localStorage.setItem(SIGNED_IN_BEFORE, 'yes');
    localStorage.setItem(LAST_EMAIL, email);
  }
  otherTabs.postMessage('changed');
}

/** The e-mail address that was last used here, to greet with and to fill in the form. */
export function lastEmail(): string {
  return localStorage.getItem(LAST_EMAIL) ?? '';
}

async function refreshByCookie(): Promise<string | null> {
  if (localStorage.getItem(SIGNED_IN_BEFORE) === null) return null;
  const response = await fetch('/auth/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
    body: '{}',
    // The answer carries the next cookie: it must arrive even when the page is being left.
    keepalive: true,
  });
  if (response.status >= 500 || response.status === 429) throw new Error(`refresh answered ${response.status}`);
  const answer = response.ok ? ((await response.json()) as { accessToken?: string }) : {};
  if (answer.accessToken !== undefined) return answer.accessToken;
  localStorage.removeItem(SIGNED_IN_BEFORE);
  return null;
}
