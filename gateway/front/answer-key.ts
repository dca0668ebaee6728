import type { IncomingHttpHeaders } from 'node:http';
import { callerKey } from '../graph/transport/read-key.ts';
import type { Admitted } from '../admitted.ts';
import type { Asked } from '../asked.ts';

/** Headers that say how a request travels or how it is traced. Every other one keeps requests apart, whether we read it or not. */
const NEUTRAL = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'x-request-id',
  'traceparent',
  'tracestate',
]);

/**
 * Equal exactly for reads that get the same answer: what is asked, of which graph (`epoch`: its supergraph, and the writes that have ended
 * since, so that nobody is given what was read before a write they may know of), by whom, with every header that is not known to be neutral.
 */
export function answerKey(asked: Asked, admitted: Admitted, headers: IncomingHttpHeaders, epoch: string): string {
  const { query, ...rest } = asked;
  let told = '';
  for (const name in headers) if (!NEUTRAL.has(name)) told += `${name}:${String(headers[name])}\n`;
  return `${epoch}\n${JSON.stringify(rest)}\n${callerKey(admitted.caller)}\n${told}\n${query}`;
}
