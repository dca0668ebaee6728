import { createHash } from 'node:crypto';
import type { MovableClock } from '#chassis/time/clocks';
import type { Clock } from '#kernel/clock';
import type { GraphRequest } from '../../graph/graph.ts';

/** Everything that an answer may depend on, as a short text. */
export function answerKey(
  { key, variables = {}, caller }: GraphRequest,
  isPrivate: boolean,
  clock: Clock | MovableClock,
): string {
  const who = isPrivate ? [caller.userId, [...caller.roles].sort(), [...caller.permissions].sort()] : [];
  const moved = 'offsetMs' in clock ? clock.offsetMs() : 0;
  return createHash('sha256')
    .update(JSON.stringify([key, canonical(variables), who, caller.headers, moved])) // as in rules: the same order for everybody
    .digest('base64url');
}

/** Equal values have equal texts: the keys of objects have no order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { entries: entries.map(([name, each]) => [name, canonical(each)]) }; // not mistaken for a list of pairs
}
