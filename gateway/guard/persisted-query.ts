import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { refuse } from './refusals.ts';

/** Where the text under a SHA-256 is found. */
export interface KnownTexts {
  find(hash: string): string | undefined;
}

/**
 * The query that a request states, by its text or as `extensions.persistedQuery {version: 1, sha256Hash}`, in the words of Apollo's links: a
 * hash alone finds what is registered or was accepted lately, else PERSISTED_QUERY_NOT_FOUND, upon which the client sends the text
 * with its hash. What both say must agree. The text is remembered only when it passes every check, by the cache of accepted documents,
 * so that a stranger can fill nothing with what is not valid.
 */
export function statedQuery(query: unknown, extensions: unknown, known: KnownTexts): unknown {
  const stated = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  if (stated === undefined || stated === null) return query;
  if (!isRecord(stated)) return refuse('BAD_REQUEST', '`extensions.persistedQuery` must be an object.');
  const { version, sha256Hash } = stated;
  if (version !== undefined && version !== 1)
    return refuse('PERSISTED_QUERY_NOT_SUPPORTED', 'Unsupported persisted query version: 1 is served.');
  const hash = typeof sha256Hash === 'string' ? bareHash(sha256Hash) : undefined;
  if (hash === undefined) return refuse('BAD_REQUEST', '`sha256Hash` must be 64 hexadecimal digits.');
  if (query === undefined || query === '') return known.find(hash) ?? notFound(); // graphql-ws insists on a text, if empty
  if (typeof query !== 'string' || createHash('sha256').update(query).digest('hex') === hash) return query;
  return known.find(hash) === query ? query : refuse('BAD_REQUEST', 'provided sha does not match query');
}

/** Hexadecimal digits as the wire wants them; codegen writes `sha256:` before them. */
export function bareHash(hash: string): string | undefined {
  const bare = hash.replace(/^sha256:/, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : undefined;
}

function notFound(): GraphQLError {
  return refuse('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound'); // the words that links look for
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
