import { GraphQLError, type ExecutionArgs } from 'graphql';
import { makeServer, type Context, type Server } from 'graphql-ws';
import { newId } from '#kernel/id';
import type { Log } from '#chassis/log/log';
import { askedOf } from '../front/read-request.ts';
import { runOperation, type MaskedResult } from '../front/run-operation.ts';
import { aboutOf, visitOf, type Visit } from '../front/visit.ts';
import { SOCKET_LIMITS } from '../guard/limits.ts';
import { maskErrors } from '../guard/mask.ts';
import { refuse } from '../guard/refusals.ts';
import { callerOf } from '../identity/authenticate.ts';
import { limitKey } from '../identity/client-address.ts';
import { isRefused, type Admitted } from '../admitted.ts';
import type { RoadParts } from '../road-parts.ts';
import { traceSocketOperation, type SocketSpan } from '../observe/socket-span.ts';
import { CLOSE } from './close-codes.ts';
import { followOperation } from './follow-operation.ts';
import { GuardedStream } from './guarded-stream.ts';
import type { OpenSocket } from './open-socket.ts';
import type { LiveRegister } from './live-register.ts';
import { pumped } from './pumped.ts';
import { positioned, resumeRequestOf, type ResumeRequest } from './resume-request.ts';

export interface SocketParts extends RoadParts {
  readonly register: LiveRegister;
  readonly suggestions: boolean;
  readonly log: Log;
}

type Talk = Context<Record<string, unknown>, OpenSocket>;

/** What an admitted operation carries from `subscribe` to its answer. */
interface Carried {
  readonly id: string;
  readonly admitted: Admitted;
  readonly resume: ResumeRequest;
  readonly visit: Visit;
  readonly one: OpenSocket;
  readonly span: SocketSpan | undefined;
}

/** graphql-transport-ws on the same pipeline as HTTP: who asks is settled at connection_init and asked again for every operation. */
export function socketProtocol(parts: SocketParts): Server<OpenSocket> {
  return makeServer<Record<string, unknown>, OpenSocket>({
    connectionInitWaitTimeout: SOCKET_LIMITS.initTimeoutMs,
    onConnect: (talk) => connect(parts, talk),
    onPing: (talk, payload) => extend(parts, talk.extra, payload),
    onSubscribe: (talk, id, payload) => admit(parts, talk, id, payload as unknown as Record<string, unknown>),
    execute: (args) => execute(parts, carriedBy(args)) as never,
    subscribe: (args) => subscribe(parts, carriedBy(args)) as never,
    onNext: (_talk, _id, _payload, _args, result) => positioned(result as MaskedResult) as never,
    onError: (talk, _id, _payload, errors) => maskErrors(errors, visitOn(parts, talk.extra).masking),
  });
}

async function connect(
  { authenticator, register, rates, clients }: SocketParts,
  { extra: one, connectionParams }: Talk,
) {
  const identity = await authenticator.authenticate(authorizationIn(connectionParams));
  const userId = identity instanceof GraphQLError ? null : (identity?.userId ?? null);
  const client = clients.verify(one.client.apiKey);
  const apiClient = client instanceof GraphQLError ? undefined : client;
  if (await rates.request({ userId, ip: one.client.ip, apiClient })) return void one.close(CLOSE.flood);
  if (client instanceof GraphQLError) return void one.close(CLOSE.badToken);
  if (identity instanceof GraphQLError)
    return void one.close(identity.extensions['code'] === 'UNAUTHENTICATED' ? CLOSE.badToken : CLOSE.uncertain);
  one.become(identity);
  if (!register.claim(one, identity?.userId ?? limitKey(one.client.ip))) return void one.close(CLOSE.tooManySockets);
  // a session may have ended since it was asked for, before the register listened for it
  const ended = identity && (await authenticator.refusal(identity));
  if (ended) one.close(ended.extensions['code'] === 'UNAUTHENTICATED' ? CLOSE.sessionEnded : CLOSE.uncertain);
}

/** A `ping` with a fresh token of the same session lets the socket live as long as that token. */
async function extend({ authenticator, rates }: SocketParts, one: OpenSocket, payload: unknown): Promise<void> {
  const authorization = authorizationIn(payload);
  if (authorization === undefined) return;
  const before = one.identity;
  if (await rates.request({ userId: before?.userId ?? null, ip: one.client.ip })) return one.close(CLOSE.flood);
  const identity = await authenticator.authenticate(authorization);
  const same = identity && !(identity instanceof GraphQLError) && identity.sessionId === before?.sessionId;
  if (!same || identity.userId !== before.userId) return one.close(CLOSE.badToken);
  one.become(identity);
}

async function admit(
  parts: SocketParts,
  talk: Talk,
  id: string,
  payload: Record<string, unknown>,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const one = talk.extra;
  const visit = visitOn(parts, one);
  if (Object.keys(talk.subscriptions).length > SOCKET_LIMITS.subscriptionsPerSocket)
    return [refuse('RATE_LIMITED', `At most ${SOCKET_LIMITS.subscriptionsPerSocket} operations run on one socket.`)];
  const asked = askedOf(payload, 'socket', parts.pipeline.texts);
  if (asked instanceof GraphQLError) return [asked];
  const resume = resumeRequestOf(payload['extensions']);
  if (resume instanceof GraphQLError) return [resume];
  const caller = callerOf(one.identity, visit.client, visit.requestId);
  const apiClient = parts.clients.verify(one.client.apiKey);
  if (apiClient instanceof GraphQLError) return [apiClient];
  const refused =
    (await parts.rates.request({ ...caller, apiClient })) ??
    (one.identity && (await parts.authenticator.refusal(one.identity)));
  if (refused) return [refused];
  const span = traceSocketOperation(visit.requestId);
  const traced = span ? { ...caller, trace: span.trace } : caller;
  const admitted = await parts.pipeline.admit(asked, traced, { apiClient, client: visit.client });
  if (isRefused(admitted)) {
    parts.metrics.operation('socket', 'refused', String(admitted[0]!.extensions['code']), aboutOf(visit));
    span?.ended(String(admitted[0]!.extensions['code']));
    return admitted;
  }
  const carried: Carried = { id, admitted, resume, visit, one, span };
  const { document, operationName } = admitted;
  return { document, operationName, contextValue: carried } as unknown as ExecutionArgs;
}

async function execute(
  { graph, metrics }: SocketParts,
  { admitted, visit, one, span }: Carried,
): Promise<MaskedResult> {
  const { cookies: _, cache: __, ...result } = await runOperation(graph, admitted, one.gone, visit.masking);
  const outcome = String(result.errors?.[0]?.extensions?.['code'] ?? 'ok');
  span?.ended(outcome);
  metrics.operation('socket', admitted.operation.operation, outcome, aboutOf(visit, admitted.operationName));
  return result;
}

async function subscribe(parts: SocketParts, { id, admitted, resume, visit, one, span }: Carried) {
  const outcome = await followOperation(parts, { admitted, resume, visit, one, road: 'socket' });
  const streams = outcome instanceof GuardedStream;
  span?.ended(streams ? 'ok' : 'refused');
  return streams ? pumped(outcome, id, (frame) => one.write(frame)) : outcome;
}

function carriedBy(args: ExecutionArgs): Carried {
  return args.contextValue as Carried;
}

function visitOn({ log, suggestions }: SocketParts, one: OpenSocket): Visit {
  return visitOf(newId(), one.client, log, suggestions);
}

/** Header names know no case, and some clients send `Authorization` here as well. */
function authorizationIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const entry = Object.entries(payload).find(([name]) => name.toLowerCase() === 'authorization');
  if (entry === undefined || entry[1] === null || entry[1] === undefined) return undefined;
  return typeof entry[1] === 'string' ? entry[1] : 'not a string';
}
