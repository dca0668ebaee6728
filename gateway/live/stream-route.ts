import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { sendErrors, sendResult } from '../front/answer.ts';
import { identify } from '../front/identify.ts';
import { goneFrom, runOperation, type MaskedResult } from '../front/run-operation.ts';
import { aboutOf, type Visit } from '../front/visit.ts';
import { maskErrors } from '../guard/mask.ts';
import { refuse } from '../guard/refusals.ts';
import { limitKey } from '../identity/client-address.ts';
import type { Identity } from '../identity/verify-token.ts';
import { isRefused, type Admitted } from '../admitted.ts';
import type { Asked } from '../asked.ts';
import type { RoadParts } from '../road-parts.ts';
import type { Accepted } from './accept.ts';
import { runInParts, sendParts, type Begun } from './answer-in-parts.ts';
import { CLOSE } from './close-codes.ts';
import { eventStream, sendEvents } from './event-stream.ts';
import { followOperation, type Following } from './follow-operation.ts';
import { GuardedStream } from './guarded-stream.ts';
import type { LiveRegister } from './live-register.ts';
import { multipartSubscription } from './multipart.ts';
import { OpenStream } from './open-stream.ts';
import { poured } from './poured.ts';
import { resumeRequestOf, type ResumeRequest } from './resume-request.ts';

export interface StreamRouteParts extends RoadParts {
  readonly register: LiveRegister;
}

/** One request of a client that reads more than one JSON answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly visit: Visit;
  readonly asked: Asked;
  /** What else the client sent with its operation, unread. */
  readonly extensions: unknown;
  readonly accepted: Accepted;
}

/**
 * Operations of clients that read streams: the same pipeline as ever; then events or parts while a subscription lives, and one answer for
 * everything else, as an event where the client prefers that.
 */
export function streamRoute(parts: StreamRouteParts) {
  return async (exchange: Exchange): Promise<void> => {
    const { request, accepted } = exchange;
    if (isForgeable(request))
      return refuseWith(exchange, [refuse('FORBIDDEN', 'A page of another origin may not ask this.')]);
    const resume = resumeOf(exchange);
    if (resume instanceof GraphQLError) return refuseWith(exchange, [resume]);
    const who = await identify(parts, request, exchange.visit);
    if (!('caller' in who)) return refuseWith(exchange, who);
    const streams = accepted.events || accepted.subscriptions;
    const admitted = await parts.pipeline.admit({ ...exchange.asked, streams }, who.caller, {
      apiClient: who.apiClient,
      client: exchange.visit.client,
    });
    if (isRefused(admitted)) {
      parts.metrics.operation(
        accepted.prefersEvents ? 'sse' : 'http',
        'refused',
        codeOf(admitted),
        aboutOf(exchange.visit),
      );
      if (!accepted.prefersEvents) return refuseWith(exchange, admitted);
      // a reader of events is told within the stream: to the browser's EventSource any other status says nothing at all
      return sendEvents(exchange.response, { errors: maskErrors(admitted, exchange.visit.masking) });
    }
    if (admitted.operation.operation === OperationTypeNode.SUBSCRIPTION)
      await follow(parts, exchange, who.identity, { admitted, resume });
    else await answerOnce(parts, exchange, admitted);
  };
}

async function follow(
  parts: StreamRouteParts,
  exchange: Exchange,
  identity: Identity | null,
  operation: Pick<Following, 'admitted' | 'resume'>,
): Promise<void> {
  const { response, visit, accepted } = exchange;
  const framing = accepted.events ? eventStream : multipartSubscription;
  const stream = new OpenStream({ ...visit, response, framing, refuse: (errors) => refuseWith(exchange, errors) });
  parts.register.add(stream);
  stream.become(identity);
  if (parts.register.leaving) return stream.close(CLOSE.leaving);
  if (!parts.register.claim(stream, identity?.userId ?? limitKey(visit.client.ip)))
    return stream.close(CLOSE.tooManySockets);
  // a session may have ended since it was asked for, before the register listened for it
  const ended = identity && (await parts.authenticator.refusal(identity));
  if (ended) return stream.close(ended.extensions['code'] === 'UNAUTHENTICATED' ? CLOSE.sessionEnded : CLOSE.uncertain);
  const outcome = await followOperation(parts, { ...operation, visit, one: stream, road: framing.road });
  stream.begin();
  await pour(outcome, stream, framing.next);
}

/** Takes the next event only when the reader has room for it: one that reads too slowly fills the bounded queue behind it, and no more. */
async function pour(
  outcome: GuardedStream | MaskedResult,
  stream: OpenStream,
  textOf: (result: MaskedResult) => string,
): Promise<void> {
  if (outcome instanceof GuardedStream) await poured(outcome, (result) => stream.send(textOf(result)));
  else await stream.send(textOf(outcome));
  stream.finish();
}

async function answerOnce(
  { graph, metrics }: StreamRouteParts,
  { request, response, visit, accepted }: Exchange,
  admitted: Admitted,
): Promise<void> {
  const gone = goneFrom(response);
  const inParts = accepted.deferred && !accepted.prefersEvents;
  const begun: Begun = inParts
    ? await runInParts(graph, admitted, gone, visit.masking)
    : { first: await runOperation(graph, admitted, gone, visit.masking) };
  const { cookies, cache: _, ...result } = begun.first;
  const road = accepted.prefersEvents ? 'sse' : 'http';
  const { operation, operationName } = admitted;
  metrics.operation(road, operation.operation, codeOf(result.errors ?? []), aboutOf(visit, operationName));
  if (response.destroyed) return void begun.rest?.later.return!();
  if (cookies?.length) response.setHeader('set-cookie', [...cookies]);
  if (begun.rest) await sendParts(response, result, begun.rest, admitted, visit.masking);
  else if (accepted.prefersEvents) sendEvents(response, result);
  else sendResult(request, response, result);
}

function refuseWith({ request, response, visit }: Exchange, errors: readonly GraphQLError[]): void {
  sendErrors(request, response, errors, visit.masking);
}

/**
 * A browser that connects again asks as it did the first time, and says in a header what it has heard since. Readers of events get positions
 * in quiet times too: they come as ids, which disturb nobody.
 */
function resumeOf({ request, extensions, accepted }: Exchange): ResumeRequest | GraphQLError {
  const last = request.headers['last-event-id'];
  const given = typeof extensions === 'object' ? extensions : {};
  const resume = resumeRequestOf(last ? { ...given, after: last } : given);
  return resume instanceof GraphQLError || !accepted.events ? resume : { ...resume, positions: true };
}

function codeOf(errors: readonly GraphQLFormattedError[]): string {
  return errors.length === 0 ? 'ok' : String(errors[0]!.extensions?.['code']);
}

/**
 * A GET that a foreign page can send without asking first: browsers name no origin when the page does not want to read the answer, but they
 * say that it is foreign. (A POST has to carry JSON, which no page sends unasked.)
 */
function isForgeable({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET' || headers.origin !== undefined) return false;
  if (headers['apollo-require-preflight'] !== undefined || headers['x-apollo-operation-name'] !== undefined)
    return false;
  return headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
}
