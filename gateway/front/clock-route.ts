import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { CLOCK_SETTLES_MS, type MovableClock } from '#chassis/time/clocks';
import { refuse } from '../guard/refusals.ts';
import { sendErrors, sendJson } from './answer.ts';
import { readJson } from './read-request.ts';
import type { Visit } from './visit.ts';

/**
 * `POST /dev/clock {"advance":"P60D"}`: exists only where the clock may be moved. Business time never goes back. Answered when every process
 * of this data folder has the new time.
 */
export function clockRoute(clock: MovableClock) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const body = await readJson(request);
    const moved = body instanceof GraphQLError ? body : advance(clock, body['advance']);
    if (moved instanceof GraphQLError) return sendErrors(request, response, [moved], visit.masking);
    await pause(CLOCK_SETTLES_MS);
    sendJson(response, 200, { now: moved.toISOString() });
  };
}

function advance(clock: MovableClock, duration: unknown): Date | GraphQLError {
  if (typeof duration !== 'string') return refuse('BAD_USER_INPUT', 'The body must be {"advance": "P60D"}.');
  try {
    return clock.advance(duration);
  } catch (error) {
    if (error instanceof RangeError) return refuse('BAD_USER_INPUT', error.message);
    throw error;
  }
}
