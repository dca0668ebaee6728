import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { ApiClient } from '../guard/clients/client-store.ts';
import { callerOf } from '../identity/authenticate.ts';
import type { Identity } from '../identity/verify-token.ts';
import type { RoadParts } from '../road-parts.ts';
import type { Visit } from './visit.ts';

export type IdentifyParts = Pick<RoadParts, 'authenticator' | 'rates' | 'clients'>;

export interface Identified {
  readonly identity: Identity | null;
  readonly caller: Caller;
  /** The program that asks, whose budget it is then. */
  readonly apiClient: ApiClient | undefined;
}

/** Who asks over HTTP, by the authorization header and nothing else, and whether they may ask so often. */
export async function identify(
  { authenticator, rates, clients }: IdentifyParts,
  request: IncomingMessage,
  visit: Visit,
): Promise<Identified | readonly [GraphQLError]> {
  const client = clients.verify(visit.client.apiKey);
  const apiClient = client instanceof GraphQLError ? undefined : client;
  const identity = await authenticator.authenticate(request.headers.authorization);
  const known = identity instanceof GraphQLError ? null : identity;
  const caller = callerOf(known, visit.client, visit.requestId);
  const tooMany = await rates.request({ ...caller, apiClient }); // a wrong token costs its address a point, so that guessing is no free ride
  if (tooMany) return [tooMany];
  if (client instanceof GraphQLError) return [client];
  return identity instanceof GraphQLError ? [identity] : { identity, caller, apiClient };
}
