import type { GraphQLError } from 'graphql';
import { refuse } from '../guard/refusals.ts';
import { CLOSE, type Closing } from './close-codes.ts';

/** What a socket says with a close code, as the error that a stream ends with. `resumable`: subscribe again with the last position. */
export function lastWords(closing: Closing): GraphQLError {
  switch (closing) {
    case CLOSE.sessionEnded:
      return refuse('UNAUTHENTICATED', 'The session has ended: sign in again.');
    case CLOSE.rights:
      return refuse('UNAUTHENTICATED', 'The access token has ended or is outdated: come back with a fresh one.', {
        resumable: true,
      });
    case CLOSE.badToken:
      return refuse('UNAUTHENTICATED', 'The access token is not valid.');
    case CLOSE.tooManySockets:
      return refuse('RATE_LIMITED', 'Too many sockets and streams are open: close one first.');
    case CLOSE.uncertain:
      return refuse('SERVICE_UNAVAILABLE', 'Sessions cannot be checked right now.', { resumable: true });
    case CLOSE.leaving:
      return refuse('SERVICE_UNAVAILABLE', 'This process stops: connect again.', { resumable: true });
    default:
      return refuse('INTERNAL_SERVER_ERROR', closing.reason);
  }
}
