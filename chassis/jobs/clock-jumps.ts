import type { Clock } from '#kernel/clock';

/** Less is the granularity of the clock's file, or the wall clock being set. */
const JUMP_MS = 1000;

/**
 * Calls back when a movable clock was moved forward, in whichever process: schedules tick in wall time and would notice at their next tick only.
 * A clock that cannot be moved costs nothing. Returns how to stop.
 */
export function onClockJump(clock: Clock, jumped: () => void, everyMs = 500): () => void {
  if (!('offsetMs' in clock)) return () => {};
  const aheadMs = (): number => clock.now().getTime() - Date.now();
  let ahead = aheadMs();
  const timer = setInterval(() => {
    const now = aheadMs();
    const moved = now - ahead > JUMP_MS;
    ahead = now;
    if (moved) jumped();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
