import { GraphQLError, type GraphQLSchema, isScalarType } from 'graphql';
import type { HandedFile } from '#chassis/files/reference';
import type { Arriving } from '../intake/intake.ts';
import { UPLOAD } from './upload-fields.ts';

/** A file of a multipart request, before and while it arrives. */
export interface Slot {
  /** Begins to read; rejects when the client leaves or is too slow. Called once. */
  open(): Promise<Arriving>;
  /** Stops reading the request: what has not arrived never will. */
  abandon(reason: unknown): void;
  /** Resolves when the request has ended and held nothing that it had not announced. */
  ended(): Promise<void>;
}

const slots = new WeakMap<object, Slot>();
const issued = new WeakSet<HandedFile>();

/** What stands in the variables in place of the file. Only we can make one: an object that a client wrote is never a slot. */
export function placeholder(slot: Slot): object {
  const stand = Object.freeze({ upload: 'arriving' });
  slots.set(stand, slot);
  return stand;
}

export function slotOf(value: unknown): Slot | undefined {
  return typeof value === 'object' && value !== null ? slots.get(value) : undefined;
}

/** Marks what takes the place of a file once it lies in the store: whoever checks the variables again finds it good. */
export function issue(file: HandedFile): HandedFile {
  issued.add(file);
  return file;
}

/**
 * Makes the scalar of the schema that clients are checked against take two things only: a file of this very request, or the reference
 * that an upload was answered with. A reference in the document, or one that a client composed, is refused like any wrong value.
 */
export function guardUploadScalar(apiSchema: GraphQLSchema): void {
  const scalar = apiSchema.getType(UPLOAD);
  if (!scalar || !isScalarType(scalar)) return;
  scalar.parseValue = (value) => {
    if (typeof value === 'string' || slotOf(value) || issued.has(value as HandedFile)) return value;
    throw wrong('Send the file as a part of a multipart request, or the reference that POST /files answered with.');
  };
  scalar.parseLiteral = () => {
    throw wrong('A file is given as a variable, never in the document.');
  };
}

function wrong(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
