import { isDeepStrictEqual } from 'node:util';
import type { Answer, Arena } from './arena.ts';
import type { GeneratedOperation } from './operation-generator.ts';

/** The first way in which the two executors disagree about an operation, or undefined. */
export async function difference(
  arena: Arena,
  { document, variables, text }: GeneratedOperation,
): Promise<string | undefined> {
  const expected = await arena.stock(document, variables);
  // the stock executor sends one fetch for a key that stands for different fields on different types; the subgraph refuses it
  if (expected.errors.some(({ message }) => /^Fields ".*" conflict because /.test(message))) return undefined;
  if (expected.sentNameless) return undefined;
  arena.calls.length = 0;
  const actual = await arena.ours(document, variables);
  const doubled = doubledRepresentation(arena);
  const found = differenceOf(expected, actual) ?? (doubled && `a representation was sent twice: ${doubled}`);
  return found && `${text}\n${JSON.stringify(variables)}\n${found}`;
}

export function differenceOf(expected: Answer, actual: Answer): string | undefined {
  const both = `\nstock ${JSON.stringify(expected)}\nours  ${JSON.stringify(actual)}`;
  if (!isDeepStrictEqual(actual.data, expected.data)) return `data differs${both}`;
  const messages = (answer: Answer) => [...new Set(answer.errors.map((error) => error.message))].sort();
  if (!isDeepStrictEqual(messages(actual), messages(expected))) return `error messages differ${both}`;
  for (const message of messages(expected)) {
    const theirs = placesOf(expected, message);
    const ours = placesOf(actual, message);
    const others = [...ours.keys()].filter((place) => !theirs.has(place));
    const lost = others.filter((place) => !isInData(actual.data, ours.get(place)?.slice(0, -1)));
    if (lost.length > 0) return `"${message}" is told at a place that is not in the data: ${lost.join()}${both}`;
    const misplaced = countOf(actual, message) === countOf(expected, message); // two of one element may be of two elements to the stock executor
    if (ours.size !== theirs.size && !misplaced)
      return `"${message}" is told ${ours.size} times instead of ${theirs.size}${both}`;
  }
  return undefined;
}

function countOf(answer: Answer, message: string): number {
  return answer.errors.filter((error) => error.message === message).length;
}

function placesOf(answer: Answer, message: string): Map<string, readonly (string | number)[] | undefined> {
  const paths = answer.errors.filter((error) => error.message === message).map((error) => clientPath(error.path));
  return new Map(paths.map((path) => [JSON.stringify(path), path]));
}

/** The stock executor misplaces an error when an earlier list element needed no fetch; a right path leads to an object of the data, or to a null. */
function isInData(data: unknown, path: readonly (string | number)[] | undefined): boolean {
  if (path === undefined) return false;
  let here = data;
  for (const part of path) {
    if (here === null) return true;
    if (typeof here !== 'object' || here === undefined || !Object.hasOwn(here, part)) return false;
    here = (here as Record<string | number, unknown>)[part];
  }
  return true;
}

/** The stock executor leaks its own words for a whole list of entities that failed: `["books", "@", "_entities"]`. */
function clientPath(path: readonly (string | number)[] | undefined): readonly (string | number)[] | undefined {
  const end = path?.findIndex((part, i) => part === '@' || (part === '_entities' && i === path.length - 1)) ?? -1;
  return end < 0 ? path : path?.slice(0, end);
}

function doubledRepresentation(arena: Arena): string | undefined {
  for (const call of arena.calls) {
    for (const list of Object.values(call.variables)) {
      if (
        !Array.isArray(list) ||
        list.some((item) => typeof item !== 'object' || item === null || !('__typename' in item))
      )
        continue;
      const texts = list.map((item) => JSON.stringify(item));
      const doubled = texts.find((text, i) => texts.indexOf(text) !== i);
      if (doubled) return doubled;
    }
  }
  return undefined;
}
