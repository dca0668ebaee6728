import { GraphQLError, OperationTypeNode } from 'graphql';
import { maskResult, operationOf, type MaskedResult } from '../front/run-operation.ts';
import { aboutOf, type Visit } from '../front/visit.ts';
import type { Caller } from '#chassis/identity/caller';
import { callerOf } from '../identity/authenticate.ts';
import type { Identity } from '../identity/verify-token.ts';
import type { Admitted } from '../admitted.ts';
import type { RoadParts } from '../road-parts.ts';
import { GuardedStream } from './guarded-stream.ts';
import type { OpenConnection } from './open-connection.ts';
import type { ResumeRequest } from './resume-request.ts';

const NONE: readonly GraphQLError[] = [];

/** A subscription that may begin. */
export interface Following {
  readonly admitted: Admitted;
  readonly resume: ResumeRequest;
  readonly visit: Visit;
  readonly one: OpenConnection;
  readonly road: 'socket' | 'sse' | 'multipart';
}

/**
 * Follows an admitted subscription for one connection, whatever it is made of: events as their reader may see them, or one result when
 * it was refused before the first. It ends with the connection.
 */
export async function followOperation(
  { graph, authenticator, metrics, clients }: Pick<RoadParts, 'graph' | 'authenticator' | 'metrics' | 'clients'>,
  { admitted, resume, visit, one, road }: Following,
): Promise<GuardedStream | MaskedResult> {
  const over = new AbortController();
  const leave = (): void => over.abort(one.gone.reason);
  if (one.gone.aborted) leave();
  else one.gone.addEventListener('abort', leave, { once: true });
  const subscribed = graph.subscribe({ ...operationOf(admitted, over.signal), ...resume });
  const outcome = await subscribed.catch((error: unknown) => {
    over.abort();
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  });
  const opened = 'poll' in outcome ? 'ok' : 'refused';
  metrics.operation(road, OperationTypeNode.SUBSCRIPTION, opened, aboutOf(visit, admitted.operationName));
  if (!('poll' in outcome)) {
    one.gone.removeEventListener('abort', leave);
    return maskResult(outcome, visit.masking);
  }
  const ownCaller = () => callerOf(one.identity, one.client, visit.requestId);
  const reseal = () => outcome.reseal({ ...ownCaller(), deadline: admitted.caller.deadline });
  one.onFreshToken.add(reseal);
  return new GuardedStream(outcome, {
    complete: admitted.complete,
    masking: visit.masking,
    ended() {
      one.gone.removeEventListener('abort', leave);
      one.onFreshToken.delete(reseal);
      over.abort(new Error('the subscription ended'));
    },
    refusal: accessOf({ authenticator, clients }, { admitted, one }, ownCaller),
  });
}

/** Asked for every event. What the session book knows, and what rests on the same rights and the same supergraph as before, is answered at once. */
function accessOf(
  { authenticator, clients }: Pick<RoadParts, 'authenticator' | 'clients'>,
  { admitted, one }: Pick<Following, 'admitted' | 'one'>,
  ownCaller: () => Caller,
): () => readonly GraphQLError[] | Promise<readonly GraphQLError[]> {
  let granted: { readonly identity: Identity | null; readonly grounds: object | undefined } | undefined;
  const ask = async (): Promise<readonly GraphQLError[]> => {
    const asked = { identity: one.identity, grounds: admitted.grounds() }; // as of before: what changes meanwhile is asked for again
    const ended = asked.identity && (await authenticator.refusal(asked.identity));
    if (ended) return [ended];
    const denied = await admitted.denials(ownCaller());
    granted = denied.length === 0 && asked.grounds ? asked : undefined;
    return denied;
  };
  return () => {
    const client = clients.verify(one.client.apiKey); // a key may have been revoked since
    if (client instanceof GraphQLError) return [client];
    const { identity } = one;
    if (identity && !authenticator.stands(identity)) return ask();
    const isGranted = granted?.identity === identity && granted?.grounds === admitted.grounds();
    return granted !== undefined && isGranted ? NONE : ask();
  };
}
