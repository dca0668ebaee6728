/** Business time. Everything that a rule of the business depends on asks this clock, never `Date.now()` or SQL `now()`. */
export interface Clock {
  now(): Date;
}

/** A clock that a test or the demo may set. */
export function clockAt(start: Date | string): Clock & { set(to: Date | string): void; advance(byMs: number): void } {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    set: (to) => void (current = new Date(to)),
    advance: (byMs) => void (current = new Date(current.getTime() + byMs)),
  };
}
