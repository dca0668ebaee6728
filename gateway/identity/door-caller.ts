import { newId } from '#kernel/id';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';

/** The door itself as a caller: never a client's words. */
export function doorCaller(deadline: number): Caller {
  return { ...ANONYMOUS, kind: 'gateway', requestId: newId(), nonce: newId(), deadline };
}
