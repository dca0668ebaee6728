import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { sendErrors, sendJson } from '../../front/answer.ts';
import { readJson } from '../../front/read-request.ts';
import type { Visit } from '../../front/visit.ts';
import type { RateLimits } from '../../guard/rate-limits.ts';
import { refuse } from '../../guard/refusals.ts';
import { callerOf, type Authenticator } from '../../identity/authenticate.ts';
import { cleanName } from '../intake/file-name.ts';
import { tooLarge } from '../intake/intake.ts';
import type { UploadField } from '../mutations/upload-fields.ts';
import type { UploadTickets } from '../records/tickets.ts';

export interface TicketRouteParts {
  readonly authenticator: Authenticator;
  readonly rates: RateLimits;
  readonly tickets: UploadTickets;
  /** Every purpose that the graph takes files for now. */
  purposes(): ReadonlyMap<string, UploadField>;
}

const body = z.strictObject({
  purpose: z.string(),
  name: z.string().min(1).max(500).default('file'),
  size: z.int().min(1).optional(),
});

/**
 * `POST /files/tickets {"purpose", "name"?, "size"?}`: a ticket for one upload within the hour, bound to this person, this session and this
 * purpose. A file that is announced as too large is refused before anybody sends it.
 */
export function ticketRoute({ authenticator, rates, tickets, purposes }: TicketRouteParts) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const answer = await issue();
    if (answer instanceof GraphQLError) return sendErrors(request, response, [answer], visit.masking);
    sendJson(response, 201, answer);

    async function issue(): Promise<GraphQLError | object> {
      const identity = await authenticator.authenticate(request.headers.authorization);
      const known = identity instanceof GraphQLError ? null : identity;
      const caller = callerOf(known, visit.client, visit.requestId);
      const tooMany = await rates.request(caller);
      if (tooMany) return tooMany;
      if (identity instanceof GraphQLError) return identity;
      if (!identity) return refuse('UNAUTHENTICATED', 'Sign in to upload a file.');
      const asked = await readJson(request);
      if (asked instanceof GraphQLError) return asked;
      const read = body.safeParse(asked);
      if (!read.success) return refuse('BAD_USER_INPUT', 'The body must be {"purpose", "name"?, "size"?}.');
      const { name, size } = read.data;
      const field = purposes().get(read.data.purpose);
      if (!field)
        return refuse('BAD_USER_INPUT', `Files are taken for: ${[...purposes().keys()].join(', ') || 'nothing'}.`);
      const { purpose, subgraph } = field;
      if (size !== undefined && size > purpose.maxBytes) return tooLarge(purpose.maxBytes);
      const spent = await rates.uploads(caller, 1);
      if (spent) return spent;
      const maxBytes = size ?? purpose.maxBytes;
      const { ticket, expiresAt } = await tickets.issue({
        ownerId: identity.userId,
        sessionId: identity.sessionId,
        epoch: identity.epoch,
        subgraph,
        purpose: purpose.name,
        maxBytes,
        name: cleanName(name),
      });
      return { ticket, url: '/files', expiresAt: expiresAt.toISOString(), maxBytes, types: [...purpose.types] };
    }
  };
}
