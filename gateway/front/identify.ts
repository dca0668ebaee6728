import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { RateLimits } from '../guard/rate-limits.ts';
import { callerOf, type Authenticator } from '../identity/authenticate.ts';
import type { Identity } from '../identity/verify-token.ts';
import type { Visit } from './visit.ts';

export interface IdentifyParts {
  readonly authenticator: Authenticator;
  readonly rates: RateLimits;
}

export interface Identified {
  readonly identity: Identity | null;
  readonly caller: Caller;
}

/** Who asks over HTTP, by the authorization header and nothing else, and whether they may ask so often. */
export async function identify(
  { authenticator, rates }: IdentifyParts,
  request: IncomingMessage,
  visit: Visit,
): Promise<Identified | readonly [GraphQLError]> {
  const identity = await authenticator.authenticate(request.headers.authorization);
  const known = identity instanceof GraphQLError ? null : identity;
  const caller = callerOf(known, visit.client, visit.requestId);
  const tooMany = await rates.request(caller); // a wrong token costs its address a point, so that guessing is no free ride
  if (tooMany) return [tooMany];
  return identity instanceof GraphQLError ? [identity] : { identity, caller };
}
