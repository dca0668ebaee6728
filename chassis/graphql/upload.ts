import { GraphQLError, GraphQLScalarType } from 'graphql';
import { isId } from '#kernel/id';
import type { HandedFile } from '#chassis/files/reference';

/**
 * A file, as a subgraph is given it: a reference with the gateway's proof, never bytes. Which fields take what, and how much, says the
 * gateway (gateway/files/purposes.ts) by the tag of the field: `@tag(name: "upload-avatar")`.
 */
export const Upload = new GraphQLScalarType<HandedFile, never>({
  name: 'Upload',
  description:
    'A file: a part of a multipart request (GraphQL multipart request specification), or the reference that POST /files answered with.',
  serialize() {
    throw new GraphQLError('A file is taken and never given: ask for its address.');
  },
  parseValue(value) {
    if (isHanded(value)) return value;
    throw new GraphQLError('Not a file that the gateway has handed over.', { extensions: { code: 'BAD_USER_INPUT' } });
  },
  parseLiteral() {
    throw new GraphQLError('A file is given as a variable, never in the document.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  },
});

/** The shape alone: whether it is true says the proof (`isHandedTo`). */
function isHanded(value: unknown): value is HandedFile {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, size, type, sha256, width, height, proof } = value as Record<string, unknown>;
  return (
    isId(id) &&
    [name, type, sha256, proof].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(size) &&
    [width, height].every((side) => side === null || Number.isSafeInteger(side))
  );
}
