import { z } from 'zod';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { answered, doorStream } from '../door-stream.ts';
import { doorCaller } from './door-caller.ts';

/** The present state of a session: a token of an older epoch is no longer good, one of an inactive session neither. */
export interface SessionState {
  readonly sessionId: string;
  readonly epoch: number;
  readonly active: boolean;
}

/** One message of the revocation stream; a heartbeat names no session. `token` resumes after it. */
export interface AccessChange {
  readonly token: string;
  readonly session: SessionState | null;
}

/** What the door asks of the subgraph that owns identity. */
export interface IdentitySource {
  /** The JWKS as JSON text: what `/.well-known/jwks.json` serves. */
  signingKeys(): Promise<string>;
  sessions(sessionIds: readonly string[]): Promise<readonly SessionState[]>;
  /** Changes after the one that `after` names, or from now on. Throws `ResumeTooOld` when that is too long ago. */
  changes(after: string | undefined, signal: AbortSignal): AsyncIterable<AccessChange>;
}

const IDENTITY = 'the identity subgraph';
const READ_TIMEOUT_MS = 2_000;

const KEYS = 'query DoorSigningKeys { signingKeys }';
const SESSIONS = 'query DoorSessionAccess($ids: [ID!]!) { sessionAccess(sessionIds: $ids) { sessionId epoch active } }';
const CHANGES =
  'subscription DoorAccessChanged($after: String) { accessChanged(after: $after) { token sessionId epoch active } }';

const state = z.object({ sessionId: z.string(), epoch: z.int(), active: z.boolean() });
const keysAnswer = z.object({ signingKeys: z.string() });
const sessionsAnswer = z.object({ sessionAccess: z.array(state) });
const changeAnswer = z.object({
  accessChanged: z.object({ token: z.string(), sessionId: z.string().nullish(), epoch: z.int(), active: z.boolean() }),
});

/** The identity subgraph's own endpoint, asked directly: no planning, and nothing of a client in the call. */
export function identityFrom(endpoint: SubgraphEndpoint): IdentitySource {
  async function read<T>(query: string, variables: Record<string, unknown>, answer: z.ZodType<T>): Promise<T> {
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const caller = doorCaller(Date.now() + READ_TIMEOUT_MS);
    const result = await Promise.race([endpoint.execute({ query, variables, caller, signal }), aborted(signal)]);
    return answer.parse(answered(IDENTITY, result));
  }
  return {
    signingKeys: async () => (await read(KEYS, {}, keysAnswer)).signingKeys,
    sessions: async (ids) => (await read(SESSIONS, { ids }, sessionsAnswer)).sessionAccess,
    async *changes(after, signal) {
      for await (const data of doorStream({ subgraph: IDENTITY, endpoint, query: CHANGES, after, signal })) {
        const { token, sessionId, epoch, active } = changeAnswer.parse(data).accessChanged;
        yield { token, session: sessionId ? { sessionId, epoch, active } : null };
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}
