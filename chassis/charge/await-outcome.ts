import { CHARGE_WAIT_MS } from '#kernel/charge';
import type { Follower } from '#chassis/live/hub';
import type { Scope } from '#chassis/mount/scope';

/**
 * Waits, with no transaction open, until `read` finds the outcome of a row that a neighbour's answer changes; `topic` is the live topic on
 * which the own subgraph tells that change. Null after `withinMs`: the action then returns its Pending result.
 */
export async function awaitOutcome<Outcome>(
  scope: Scope,
  topic: string,
  read: () => Promise<Outcome | null>,
  withinMs = CHARGE_WAIT_MS,
): Promise<Outcome | null> {
  const follower = scope.live.follow(topic); // first, so that a change between reading and following is not missed
  const late = setTimeout(() => void follower.return(), withinMs);
  try {
    for (let outcome = await read(); ; outcome = await read()) {
      if (outcome !== null) return outcome;
      if (await ended(follower)) return await read();
    }
  } finally {
    clearTimeout(late);
    await follower.return();
  }
}

async function ended(follower: Follower): Promise<boolean> {
  return (await follower.next()).done === true;
}
