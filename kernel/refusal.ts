/**
 * A refusal is an expected "no": a value that an action returns, never an exception. Its `name` is the GraphQL type that a
 * client sees, its `code` the same word in SCREAMING_SNAKE, stable forever.
 */
export interface Refusal<Name extends string = string> {
  readonly refused: true;
  readonly name: Name;
  readonly code: string;
  readonly message: string;
}

/** Builds a refusal; `fields` are what a client may need to repair it (`missing`, `retryAfterSeconds`, ...). */
export function refusal<Name extends string, Fields extends object = object>(
  name: Name,
  message: string,
  fields?: Fields,
): Refusal<Name> & Fields {
  return { ...(fields as Fields), refused: true, name, code: codeOf(name), message };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
}

/** `WrongCode` -> `WRONG_CODE`. */
function codeOf(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}
