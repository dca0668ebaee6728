import type { IncomingHttpHeaders } from 'node:http';
import type { ClientHeaders } from '#chassis/identity/client-headers';
import type { SubgraphCall, SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { ForwardRule } from './forward-rules.ts';

/** A longer value is no wish of a person. */
const MAX_VALUE = 256;
/** Visible ASCII and single spaces between: nothing that ends a line, a string or a text in another encoding. */
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** Anything will do: what programs send that have no wish. */
const ANYTHING = '*';

/**
 * What a client said in the headers that some rule names; undefined when that is nothing. A value that is too long or not plain text counts as
 * not sent: half of it would be another wish.
 */
export function forwardedOf(rules: readonly ForwardRule[], headers: IncomingHttpHeaders): ClientHeaders | undefined {
  let said: Record<string, string> | undefined;
  for (const { header } of rules) {
    const value = headers[header];
    if (typeof value !== 'string' || value === ANYTHING) continue;
    if (value.length <= MAX_VALUE && PLAIN.test(value)) (said ??= {})[header] = value;
  }
  return said && Object.freeze(said);
}

/** The way to a subgraph that is told only what the rules name it for, in this process and over HTTP alike. */
export function narrowed(
  rules: readonly ForwardRule[],
  subgraph: string,
  endpoint: SubgraphEndpoint,
): SubgraphEndpoint {
  const told = rules.filter(({ subgraphs }) => subgraphs === undefined || subgraphs.includes(subgraph));
  if (told.length === rules.length) return endpoint;
  const names = told.map(({ header }) => header);
  return {
    execute: (call) => endpoint.execute(narrow(call, names)),
    subscribe: (call) => endpoint.subscribe(narrow(call, names)),
  };
}

function narrow(call: SubgraphCall, names: readonly string[]): SubgraphCall {
  const { headers, ...caller } = call.caller;
  if (headers === undefined) return call;
  const heard = names.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]!]);
  if (heard.length === 0) return { ...call, caller };
  return { ...call, caller: { ...caller, headers: Object.freeze(Object.fromEntries(heard)) } };
}

/** What names a subgraph that there is not: a word mistyped there hides a header for good. */
export function strangers(rules: readonly ForwardRule[], known: readonly string[]): readonly string[] {
  const named = new Set(rules.flatMap(({ subgraphs }) => subgraphs ?? []));
  return [...named].filter((name) => !known.includes(name));
}
