import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { BODY_TIMEOUT_MS, MAX_BODY_BYTES } from '../guard/limits.ts';
import { MAX_NESTING, nestsTooDeep } from '../guard/nesting.ts';
import { refuse } from '../guard/refusals.ts';
import { statedQuery, type KnownTexts } from '../guard/persisted-query.ts';
import type { Asked, Road } from '../asked.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body, never more of it than allowed; the JSON in it, never more than one object. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | GraphQLError> {
  const unsupported = unsupportedMedia(request);
  if (unsupported) return unsupported;
  const bytes = await readBytes(request);
  if (bytes instanceof GraphQLError) return bytes;
  if (nestsTooDeep(bytes))
    return refuse('BAD_REQUEST', `The body nests too deep: at most ${MAX_NESTING} levels are allowed.`, {
      limit: 'nesting',
      max: MAX_NESTING,
    });
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    return refuse('BAD_REQUEST', error instanceof SyntaxError ? 'The body is not JSON.' : 'The body is not UTF-8.');
  }
  if (Array.isArray(body)) return refuse('BAD_REQUEST', 'Batches are not served: send one operation per request.');
  if (!isRecord(body)) return refuse('BAD_REQUEST', 'The body must be a JSON object.');
  return body;
}

/** The operation in a POST body or in the parameters of a GET. */
export function askedOf(source: Record<string, unknown>, road: Road, known: KnownTexts): Asked | GraphQLError {
  const { operationName = null, variables = null, extensions = null } = source;
  const query = statedQuery(source['query'] ?? undefined, extensions, known);
  if (query instanceof GraphQLError) return query;
  if (typeof query !== 'string' || query.trim() === '')
    return refuse('BAD_REQUEST', '`query` must be a non-empty string.');
  if (operationName !== null && typeof operationName !== 'string')
    return refuse('BAD_REQUEST', '`operationName` must be a string.');
  if (variables !== null && !isRecord(variables)) return refuse('BAD_REQUEST', '`variables` must be an object.');
  if (extensions !== null && !isRecord(extensions)) return refuse('BAD_REQUEST', '`extensions` must be an object.');
  return {
    query,
    operationName: operationName || null,
    variables: variables ?? {},
    road,
    wantsCost: wants(extensions, 'cost'),
    wantsPlan: wants(extensions, 'plan'),
  };
}

function wants(extensions: unknown, what: 'cost' | 'plan'): boolean {
  return isRecord(extensions) && extensions[what] === true;
}

export function readSearch(search: string): Record<string, unknown> | GraphQLError {
  const parameters = new URLSearchParams(search);
  const once = (name: string): string | undefined =>
    parameters.getAll(name).length === 1 ? parameters.get(name)! : undefined;
  const text = once('variables');
  try {
    const variables: unknown = text === undefined || text === '' ? null : JSON.parse(text);
    const extensions: unknown = JSON.parse(once('extensions') || 'null');
    return { query: once('query'), operationName: once('operationName') ?? null, variables, extensions };
  } catch {
    return refuse('BAD_REQUEST', 'The parameters `variables` and `extensions` must be JSON.');
  }
}

/** Asks for a registered operation by its hash, as persisted-query links do. */
export function isByHash({ query, extensions }: Record<string, unknown>): boolean {
  return (query ?? null) === null && isRecord(extensions) && isRecord(extensions['persistedQuery']);
}

function unsupportedMedia(request: IncomingMessage): GraphQLError | undefined {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (type !== 'application/json' && type !== 'application/graphql+json')
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'The content type must be application/json.');
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'The charset must be utf-8.');
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not served.');
  return undefined;
}

/** Not `for await`: leaving that early would destroy the connection that the refusal has to travel on. */
function readBytes(request: IncomingMessage): Promise<Buffer | GraphQLError> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return Promise.resolve(tooLarge());
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      request.removeAllListeners('data').resume();
      resolve(refuse('REQUEST_TIMEOUT', 'The request took too long to arrive.'));
    }, BODY_TIMEOUT_MS);
    request.once('close', () => clearTimeout(late));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) return void chunks.push(chunk);
      request.removeAllListeners('data').resume();
      resolve(tooLarge());
    });
    request.once('end', () => {
      clearTimeout(late);
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}

function tooLarge(): GraphQLError {
  return refuse('PAYLOAD_TOO_LARGE', `The body is too large: at most ${MAX_BODY_BYTES} bytes are allowed.`, {
    limit: 'body',
    max: MAX_BODY_BYTES,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
