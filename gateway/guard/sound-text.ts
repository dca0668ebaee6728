import { Kind, visit, type DocumentNode, type GraphQLError } from 'graphql';
import { refuse } from './refusals.ts';

const NUL = '\0';
const NUL_ESCAPE = /\\u(?:0000|\{0+\})/i;

/**
 * No text that a client sends holds U+0000, which no database column takes, or half of a surrogate pair, which would silently be stored
 * as another character (and let two different texts be one). Said once at the door, in the client's own words, for every input there is.
 */
export function unsoundVariable(variables: Readonly<Record<string, unknown>>): GraphQLError | undefined {
  const place = unsoundIn(variables, '');
  return place === undefined ? undefined : unsound(`The variable ${place.slice(0, 100)}`);
}

/** The parser refuses half a pair itself, and raw control characters as well: what is left is the escape. */
export function unsoundLiteral(text: string, document: DocumentNode): GraphQLError | undefined {
  if (!NUL_ESCAPE.test(text)) return undefined;
  let found = false;
  visit(document, {
    [Kind.STRING](node) {
      found ||= node.value.includes(NUL);
    },
  });
  return found ? unsound('A text in the document') : undefined;
}

/** Where the first unsound text is. The nesting of JSON was limited before. */
function unsoundIn(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return isSound(value) ? undefined : place;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const path = place === '' ? name : `${place}.${name}`;
    const found = isSound(name) ? unsoundIn(inner, path) : place;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes(NUL);
}

function unsound(what: string): GraphQLError {
  return refuse('BAD_USER_INPUT', `${what} holds U+0000 or half of a surrogate pair: send text without it.`);
}
