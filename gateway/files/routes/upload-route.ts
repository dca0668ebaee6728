import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { sendErrors, sendJson } from '../../front/answer.ts';
import type { Visit } from '../../front/visit.ts';
import type { RateLimits } from '../../guard/rate-limits.ts';
import { refuse } from '../../guard/refusals.ts';
import type { Authenticator } from '../../identity/authenticate.ts';
import type { SessionBook } from '../../identity/session-book.ts';
import type { FileKeys } from '../file-keys.ts';
import type { Arriving, Intake } from '../intake/intake.ts';
import { tooLarge } from '../intake/intake.ts';
import { UploadPace, type Pace } from '../intake/upload-pace.ts';
import { UPLOAD_LIMITS } from '../limits.ts';
import { purposeOf } from '../purposes.ts';
import type { TicketTerms, UploadTickets } from '../records/tickets.ts';

/** The header that carries the ticket: a form of another site cannot send it. */
export const TICKET_HEADER = 'upload-ticket';

export interface UploadRouteParts {
  readonly authenticator: Authenticator;
  readonly sessions: SessionBook;
  readonly rates: RateLimits;
  readonly tickets: UploadTickets;
  readonly intake: Intake;
  readonly keys: FileKeys;
  readonly pace?: Pace;
}

/**
 * `POST /files` or `PUT /files` with a ticket: the body is the file, whatever its content type says. The ticket is used up before a byte is
 * read; an upload that breaks needs another. Answers the reference that a mutation takes in place of the file.
 */
export function uploadRoute(parts: UploadRouteParts) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const answer = await upload(parts, request, visit).catch((error: unknown) => {
      if (error instanceof GraphQLError) return error;
      throw error;
    });
    if (answer instanceof GraphQLError) return sendErrors(request, response, [answer], visit.masking);
    sendJson(response, 201, answer);
  };
}

async function upload(parts: UploadRouteParts, request: IncomingMessage, visit: Visit): Promise<object | GraphQLError> {
  const { rates, tickets, intake, keys } = parts;
  const tooMany = await rates.request({ userId: null, ip: visit.client.ip }); // guessing at tickets is no free ride
  if (tooMany) return tooMany;
  const given = request.headers[TICKET_HEADER];
  const terms = typeof given === 'string' ? await tickets.spend(given) : undefined;
  if (!terms) return noTicket();
  const refused = await strangerRefusal(parts, terms, request);
  if (refused) return refused;
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity')
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is: compressed bodies are not taken.');
  if (Number(request.headers['content-length'] ?? 0) > terms.maxBytes) return tooLarge(terms.maxBytes);
  const purpose = purposeOf(terms.purpose);
  if (!purpose) return noTicket();
  const arriving = arrivingIn(request, terms, parts.pace);
  try {
    const to = { ownerId: terms.ownerId, subgraph: terms.subgraph, purpose };
    const file = await intake.receive(to, arriving, { state: 'ready', lifeMs: UPLOAD_LIMITS.ticketMs });
    if (file instanceof GraphQLError) return file;
    const { ownerId, subgraph } = terms;
    return { reference: keys.referenceTo({ id: file.id, ownerId, subgraph, purpose: purpose.name }), file };
  } finally {
    arriving.stop();
    request.resume(); // what is left of a refused file is thrown away as it comes
  }
}

/** A ticket is worth something while the session that asked for it lives, and to nobody else who has signed in. */
async function strangerRefusal(
  { authenticator, sessions }: UploadRouteParts,
  terms: TicketTerms,
  request: IncomingMessage,
): Promise<GraphQLError | undefined> {
  const verdict = await sessions.verdict(terms.sessionId, terms.epoch);
  if (verdict === 'revoked') return noTicket();
  if (verdict !== 'good') return refuse('SERVICE_UNAVAILABLE', 'Sessions cannot be checked right now.');
  const identity = await authenticator.authenticate(request.headers.authorization);
  if (identity instanceof GraphQLError) return identity;
  return identity && identity.userId !== terms.ownerId ? noTicket() : undefined;
}

/** Watches the clock while the intake reads. */
function arrivingIn(request: IncomingMessage, terms: TicketTerms, pace?: Pace): Arriving & { stop(): void } {
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined); // heard by whoever reads then
  let listening = false;
  const watched = { request, maxBytes: terms.maxBytes, listening: () => listening, tell: late.reject };
  const watch = new UploadPace(watched, pace);
  async function* source(): AsyncGenerator<Buffer> {
    // not destroyed when its reader leaves early: a refusal has to travel back on the same connection
    const reader = (request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    for (;;) {
      listening = true;
      const { value, done } = await Promise.race([reader.next(), late.promise]).finally(() => (listening = false));
      if (done) return;
      watch.heard((value as Buffer).length);
      yield value as Buffer;
    }
  }
  return { name: terms.name, source: source(), maxBytes: terms.maxBytes, stop: () => watch.stop() };
}

function noTicket(): GraphQLError {
  return refuse(
    'UNAUTHENTICATED',
    `There is no such ticket: ask for one at POST /files/tickets and send it as ${TICKET_HEADER}, once.`,
  );
}
