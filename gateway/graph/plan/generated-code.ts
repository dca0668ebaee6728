const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** Only GraphQL names and literals made by `literal` ever enter a generated text; values come in through `scope`. */
export function generate<T>(body: string, scope: Readonly<Record<string, unknown>>): T {
  return new Function(...Object.keys(scope), `'use strict';\n${body}`)(...Object.values(scope)) as T;
}

/** U+2028 and U+2029 end a line in older parsers of JavaScript, so they are escaped beyond what JSON asks. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'));
}

/** A property read that cannot see Object.prototype: a field may legally be called `constructor` or `toString`. */
export function property(object: string, name: string): string {
  assertName(name);
  return name in Object.prototype
    ? `(Object.hasOwn(${object}, "${name}") ? ${object}["${name}"] : undefined)`
    : `${object}.${name}`;
}

export function assertName(name: string): void {
  if (!NAME.test(name)) throw new Error(`not a GraphQL name: ${name}`);
}
