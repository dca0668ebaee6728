import { GraphQLError, OperationTypeNode } from 'graphql';
import type { ClientBook } from '../guard/clients/client-book.ts';
import type { Metrics } from '../front/metrics.ts';
import { maskResult, operationOf, type MaskedResult } from '../front/run-operation.ts';
import { aboutOf, type Visit } from '../front/visit.ts';
import { callerOf, type Authenticator } from '../identity/authenticate.ts';
import type { Admitted } from '../pipeline.ts';
import type { OperationRunner } from '../traffic/served-graph.ts';
import { guardedStream } from './guarded-stream.ts';
import type { OpenConnection } from './open-connection.ts';
import type { ResumeRequest } from './resume-request.ts';

export interface FollowParts {
  readonly graph: OperationRunner;
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  readonly clients: ClientBook;
}

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
  { graph, authenticator, metrics, clients }: FollowParts,
  { admitted, resume, visit, one, road }: Following,
): Promise<AsyncIterableIterator<MaskedResult> | MaskedResult> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, one.gone]);
  const outcome = await graph.subscribe({ ...operationOf(admitted, signal), ...resume }).catch((error: unknown) => {
    over.abort();
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  });
  const opened = Symbol.asyncIterator in outcome ? 'ok' : 'refused';
  metrics.operation(road, OperationTypeNode.SUBSCRIPTION, opened, aboutOf(visit, admitted.operationName));
  if (!(Symbol.asyncIterator in outcome)) return maskResult(outcome, visit.masking);
  const ownCaller = () => callerOf(one.identity, one.client, visit.requestId);
  const reseal = () => outcome.reseal({ ...ownCaller(), deadline: admitted.caller.deadline });
  one.onFreshToken.add(reseal);
  return guardedStream(outcome, {
    complete: admitted.complete,
    masking: visit.masking,
    ended() {
      one.onFreshToken.delete(reseal);
      over.abort(new Error('the subscription ended'));
    },
    refusal: async () => {
      const client = clients.verify(one.client.apiKey); // a key may have been revoked since
      if (client instanceof GraphQLError) return [client];
      const ended = one.identity && (await authenticator.refusal(one.identity));
      return ended ? [ended] : admitted.denials(ownCaller());
    },
  });
}
