import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { RateLimits } from '../guard/rate-limits.ts';
import { refuse } from '../guard/refusals.ts';
import { doorCaller } from '../identity/door-caller.ts';
import { sendErrors, sendJson } from './answer.ts';
import type { Visit } from './visit.ts';

const WRITE_TIMEOUT_MS = 5_000;

const REFRESH = `mutation DoorRefresh($token: String!) {
  refreshSession(refreshToken: $token) { __typename ... on RefreshedSession { accessToken expiresAt } }
}`;

const refreshed = z.object({
  refreshSession: z.object({
    __typename: z.literal('RefreshedSession'),
    accessToken: z.string(),
    expiresAt: z.union([z.string(), z.date().transform((date) => date.toISOString())]),
  }),
});

/**
 * `POST /auth/refresh`: the cookie that no script can read against a fresh access token. Asked of the identity subgraph directly; its
 * cookies go back as they are, also when it refuses (it may clear the cookie).
 */
export function refreshRoute(endpoint: SubgraphEndpoint, rates: RateLimits) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const tooMany = await rates.request({ userId: null, ip: visit.client.ip });
    if (tooMany) return sendErrors(request, response, [tooMany], visit.masking);
    const token = cookie(request.headers.cookie, 'refresh');
    if (!token) return sendErrors(request, response, [signInAgain()], visit.masking);
    const signal = AbortSignal.timeout(WRITE_TIMEOUT_MS);
    const caller = {
      ...doorCaller(Date.now() + WRITE_TIMEOUT_MS),
      ip: visit.client.ip,
      userAgent: visit.client.userAgent,
      requestId: visit.requestId,
    };
    const result = await endpoint.execute({ query: REFRESH, variables: { token }, caller, signal });
    const cookies = result.extensions?.cookies ?? [];
    if (cookies.length > 0) response.setHeader('set-cookie', [...cookies]);
    if (result.errors?.length) {
      visit.masking.onMasked(result.errors[0]!);
      const error = refuse('SERVICE_UNAVAILABLE', 'Sessions cannot be refreshed right now.');
      return sendErrors(request, response, [error], visit.masking);
    }
    const answer = refreshed.safeParse(result.data);
    if (!answer.success) return sendErrors(request, response, [signInAgain()], visit.masking);
    const { accessToken, expiresAt } = answer.data.refreshSession;
    sendJson(response, 200, { accessToken, expiresAt });
  };
}

function signInAgain() {
  return refuse('UNAUTHENTICATED', 'There is no session to refresh: sign in.');
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
