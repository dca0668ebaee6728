import type { GraphQLError } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { ClientHeaders } from '#chassis/identity/client-headers';
import { newId } from '#kernel/id';
import { CLIENT_TIMEOUT_MS } from '../guard/limits.ts';
import { refuse } from '../guard/refusals.ts';
import type { SessionBook } from './session-book.ts';
import type { Identity, TokenVerifier } from './verify-token.ts';

/** Who speaks, as the connection and the request show it. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  /** What the client calls itself (`apollographql-client-name`): for figures, never for decisions. */
  readonly application?: string;
  /** And which of its versions it is (`apollographql-client-version`). */
  readonly applicationVersion?: string;
  /** The `x-api-key` of a program, as it was sent. */
  readonly apiKey?: string;
  /** W3C traceparent of the request's span, when its trace is recorded. */
  readonly trace?: string;
  /** What it said in headers that may reach subgraphs. */
  readonly headers?: ClientHeaders;
}

/** Turns an `authorization` value into an identity: `null` for none given, an error for one that is not good. */
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly sessions: SessionBook,
  ) {}

  async authenticate(authorization: string | undefined): Promise<Identity | null | GraphQLError> {
    if (authorization === undefined || authorization === '') return null;
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
    if (!token) return refuse('UNAUTHENTICATED', 'The authorization header must be: Bearer <access token>.');
    const identity = await this.tokens.verify(token).catch(() => 'unavailable' as const);
    if (identity === 'unavailable') return refuse('SERVICE_UNAVAILABLE', 'Sign-ins cannot be checked right now.');
    if (!identity) return refuse('UNAUTHENTICATED', 'The access token is not valid.');
    return (await this.refusal(identity)) ?? identity;
  }

  /** Known to be good at this moment, without asking anybody. False says only that `refusal` has to be asked. */
  stands(identity: Identity): boolean {
    return this.sessions.verdictNow(identity.sessionId, identity.epoch) === 'good';
  }

  /** Whether a session that was good still is. */
  async refusal(identity: Identity): Promise<GraphQLError | undefined> {
    const verdict = await this.sessions.verdict(identity.sessionId, identity.epoch);
    if (verdict === 'good') return undefined;
    return verdict === 'revoked'
      ? refuse('UNAUTHENTICATED', 'The session has ended or changed: sign in or refresh again.')
      : refuse('SERVICE_UNAVAILABLE', 'Sessions cannot be checked right now.');
  }
}

/** The caller of one operation. */
export function callerOf(identity: Identity | null, client: Client, requestId: string): Caller {
  return {
    kind: identity ? 'user' : 'anonymous',
    userId: identity?.userId ?? null,
    sessionId: identity?.sessionId ?? null,
    roles: identity?.roles ?? [],
    permissions: identity?.permissions ?? [],
    freshAuthAt: identity?.freshAuthAt ?? null,
    requestId,
    ip: client.ip,
    userAgent: client.userAgent,
    deadline: Date.now() + CLIENT_TIMEOUT_MS,
    nonce: newId(),
    ...(client.trace !== undefined && { trace: client.trace }),
    ...(client.headers !== undefined && { headers: client.headers }),
  };
}
