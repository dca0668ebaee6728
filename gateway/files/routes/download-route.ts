import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { GraphQLError } from 'graphql';
import { isId } from '#kernel/id';
import { judgeLink } from '#chassis/files/link';
import { sendErrors } from '../../front/answer.ts';
import type { Visit } from '../../front/visit.ts';
import type { RateLimits } from '../../guard/rate-limits.ts';
import { refuse } from '../../guard/refusals.ts';
import { callerOf, type Authenticator } from '../../identity/authenticate.ts';
import type { FileKeys } from '../file-keys.ts';
import type { FileOwners } from '../owners.ts';
import type { FileRecords, StoredFile } from '../records/records.ts';
import type { FileStore } from '../storage/file-store.ts';
import { byteRange } from './byte-range.ts';
import { dispositionOf } from './disposition.ts';

export interface DownloadRouteParts {
  readonly authenticator: Authenticator;
  readonly rates: RateLimits;
  readonly records: FileRecords;
  readonly owners: FileOwners;
  readonly store: FileStore;
  readonly keys: FileKeys;
}

/** A file that may be read, and for how long a browser may keep it without asking again. */
interface Granted {
  readonly file: StoredFile;
  readonly maxAgeSeconds: number;
}

/**
 * `GET /files/:id`: with a session by the word of the subgraph that owns the file, asked for each request; or with the link that the same
 * subgraph signed, without a session. A missing file, a forbidden one and a forged link look the same.
 */
export function downloadRoute(parts: DownloadRouteParts) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const granted = await grant(parts, request, visit);
    if (granted instanceof GraphQLError) return sendErrors(request, response, [granted], visit.masking);
    const refused = await serve(parts.store, granted, request, response);
    if (refused) sendErrors(request, response, [refused], visit.masking);
  };
}

async function grant(
  parts: DownloadRouteParts,
  request: IncomingMessage,
  visit: Visit,
): Promise<Granted | GraphQLError> {
  const url = new URL(request.url!, 'http://door');
  const id = url.pathname.slice('/files/'.length);
  const [until, mac] = [url.searchParams.get('until'), url.searchParams.get('mac')];
  const file = isId(id) ? await parts.records.find(id) : undefined;
  if (until !== null && mac !== null && file) {
    const verdict = judgeLink({ id, until, mac }, Date.now(), parts.keys.of(file.subgraph));
    if (verdict === 'good') return { file, maxAgeSeconds: Math.floor((Number(until) - Date.now()) / 1000) };
    if (verdict === 'ended') return refuse('FORBIDDEN', 'This link has ended: ask for the page that names it again.');
  }
  const identity = await parts.authenticator.authenticate(request.headers.authorization);
  const known = identity instanceof GraphQLError ? null : identity;
  const tooMany = await parts.rates.request(callerOf(known, visit.client, visit.requestId));
  if (tooMany) return tooMany;
  if (identity instanceof GraphQLError) return identity;
  if (until !== null || mac !== null) return missing();
  if (!known) return refuse('UNAUTHENTICATED', 'Sign in to read files, or use a link.');
  if (!file) return missing();
  const standings = await parts.owners.standings(file.subgraph, [id], known).catch((error: unknown) => {
    visit.masking.onMasked(new GraphQLError(String(error)));
    return undefined;
  });
  if (!standings) return refuse('SERVICE_UNAVAILABLE', 'Nobody can say right now who may read this file.');
  return standings.get(id)?.readable === true ? { file, maxAgeSeconds: 0 } : missing();
}

async function serve(
  store: FileStore,
  { file, maxAgeSeconds }: Granted,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GraphQLError | undefined> {
  const etag = `"${file.sha256}"`;
  const { 'if-none-match': ifNoneMatch, 'if-range': ifRange, range } = request.headers;
  response.setHeader('etag', etag);
  response.setHeader(
    'cache-control',
    maxAgeSeconds > 0 ? `private, max-age=${maxAgeSeconds}, immutable` : 'private, no-cache',
  );
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('vary', 'Origin, Authorization');
  if (ifNoneMatch !== undefined && isAmong(ifNoneMatch, etag)) return void response.writeHead(304).end();
  const wanted = ifRange === undefined || ifRange === etag ? byteRange(range, file.size) : 'whole';
  if (wanted === 'none') {
    response.setHeader('content-range', `bytes */${file.size}`);
    return refuse('RANGE_NOT_SATISFIABLE', `One range within ${file.size} bytes can be asked for.`);
  }
  const part = wanted === 'whole' ? { start: 0, end: file.size - 1 } : wanted;
  response.setHeader('content-type', file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type);
  response.setHeader('content-disposition', dispositionOf(file.name, file.type));
  response.setHeader('content-length', part.end - part.start + 1);
  if (wanted !== 'whole') response.setHeader('content-range', `bytes ${part.start}-${part.end}/${file.size}`);
  const status = wanted === 'whole' ? 200 : 206;
  if (request.method === 'HEAD') return void response.writeHead(status).end();
  const bytes = await store.get(file.storageKey, wanted === 'whole' ? undefined : part);
  response.writeHead(status);
  await pipeline(bytes, response).catch(() => response.destroy()); // the client left, or the store broke: the length says that it is not whole
  return undefined;
}

function isAmong(header: string, etag: string): boolean {
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

function missing(): GraphQLError {
  return refuse('NOT_FOUND', 'There is no such file, or it is not for you.');
}
