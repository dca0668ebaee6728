import type { GraphQLError } from 'graphql';
import { MAX_NESTING, nestsTooDeep } from '../../guard/nesting.ts';
import { refuse } from '../../guard/refusals.ts';
import { UPLOAD_LIMITS } from '../limits.ts';
import { tooManyFiles } from './hand-over.ts';

/** A path into the variables; steps are names of inputs or places in lists, so nothing of a prototype can be named. */
const PATH = /^variables(\.(?!__)[A-Za-z0-9_]{1,100}){1,10}$/;

/** The two fields of a multipart request, as JSON objects. */
export function parsedField(name: string, text: string): Record<string, unknown> | GraphQLError {
  if (nestsTooDeep(Buffer.from(text)))
    return refuse('BAD_REQUEST', `\`${name}\` nests too deep: at most ${MAX_NESTING} levels are allowed.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('BAD_REQUEST', `\`${name}\` is not JSON.`);
  }
  if (Array.isArray(value)) return refuse('BAD_REQUEST', `\`${name}\` must be one object: batches are not served.`);
  if (typeof value !== 'object' || value === null) return refuse('BAD_REQUEST', `\`${name}\` must be a JSON object.`);
  return value as Record<string, unknown>;
}

/** Puts what stands for each announced file where `map` says it belongs; answers what is wrong, or nothing. */
export function placeFiles(
  operations: Record<string, unknown>,
  map: Record<string, unknown>,
  standFor: (part: string) => object,
): GraphQLError | undefined {
  const parts = Object.entries(map);
  if (parts.length > UPLOAD_LIMITS.files) return tooManyFiles();
  for (const [part, paths] of parts) {
    if (!Array.isArray(paths) || paths.length !== 1 || typeof paths[0] !== 'string' || !PATH.test(paths[0]))
      return wrong(`\`map\` must name one place for each file, such as ["variables.input.file"].`);
    if (!put(operations, paths[0].split('.'), standFor(part)))
      return wrong(`\`map\` names ${paths[0]}, and there is no null in that place of \`operations\`.`);
  }
  return undefined;
}

/** Only own properties are followed, and only a null is replaced. */
function put(root: Record<string, unknown>, steps: readonly string[], value: object): boolean {
  let holder: unknown = root;
  for (const [index, step] of steps.entries()) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return false;
    const inner = holder as Record<string, unknown>;
    if (index === steps.length - 1) {
      if (inner[step] !== null) return false;
      inner[step] = value;
      return true;
    }
    holder = inner[step];
  }
  return false;
}

function wrong(message: string): GraphQLError {
  return refuse('BAD_REQUEST', message);
}
