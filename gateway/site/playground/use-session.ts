import { useSyncExternalStore } from 'react';
import { session } from './browser.ts';
import type { SessionState } from './session.ts';

/** The session of this page, and a new rendering whenever it changes. */
export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.current);
}
