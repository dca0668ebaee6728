import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { readMultipart } from '../files/mutations/read-multipart.ts';
import { refuse } from '../guard/refusals.ts';
import { identify, type IdentifyParts } from './identify.ts';
import type { Visit } from './visit.ts';

/** The body of a request to `/graphql`, and how many files come after it. */
export interface Received {
  readonly body: Record<string, unknown> | GraphQLError;
  readonly files?: number;
}

export function isMultipart({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && /^multipart\//i.test(headers['content-type'] ?? '');
}

/**
 * The operation of a multipart request. Who asks is known before a byte of the body is read; and since a form of any page may send one,
 * the header that no form can set is demanded.
 */
export async function readUploads(
  parts: IdentifyParts,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
): Promise<Received> {
  const who = await identify(parts, request, visit);
  if (!('caller' in who)) return { body: who[0] };
  const refused = who.identity ? unsupported(request) : refuse('UNAUTHENTICATED', 'Sign in to upload files.');
  if (refused) return { body: refused };
  const form = await readMultipart(request, response);
  return form instanceof GraphQLError ? { body: form } : form;
}

function unsupported({ headers }: IncomingMessage): GraphQLError | undefined {
  if (!headers['apollo-require-preflight'] && !headers['x-apollo-operation-name'])
    return refuse('BAD_REQUEST', 'A multipart request needs the header `apollo-require-preflight: true`.');
  if (!/^multipart\/form-data\s*(;|$)/i.test(headers['content-type']!))
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'Of multipart forms, multipart/form-data is served.');
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not served.');
  return undefined;
}
