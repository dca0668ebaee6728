import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { GraphQLError } from 'graphql';
import { refuse } from '../../guard/refusals.ts';
import type { Arriving } from '../intake/intake.ts';
import { bodyTooLarge, UploadPace, type Pace } from '../intake/upload-pace.ts';
import { MAX_MULTIPART_BYTES, UPLOAD_LIMITS } from '../limits.ts';
import { LARGEST_FILE_BYTES } from '../purposes.ts';
import { tooManyFiles } from './hand-over.ts';
import { placeholder, type Slot } from './slot.ts';
import { parsedField, placeFiles } from './upload-map.ts';

/** A multipart request whose fields have been read; its files wait on the connection until somebody opens them. */
export interface MultipartRequest {
  /** As the body of a JSON request would be, with a placeholder for each file. */
  readonly body: Record<string, unknown>;
  readonly files: number;
}

interface Announced {
  readonly part: string;
  readonly arriving: PromiseWithResolvers<Arriving>;
  come: boolean;
}

/**
 * Reads a request of the GraphQL multipart request specification: `operations`, `map`, then the files in any order. Nothing of a file is
 * read here: the connection waits, and with it the client, until its bytes have somewhere to go.
 */
export function readMultipart(
  request: IncomingMessage,
  response: ServerResponse,
  pace: Pace = UPLOAD_LIMITS,
): Promise<MultipartRequest | GraphQLError> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_MULTIPART_BYTES)
    return Promise.resolve(bodyTooLarge(MAX_MULTIPART_BYTES));
  let form: MultipartForm;
  try {
    form = new MultipartForm(request, pace);
  } catch {
    return Promise.resolve(refuse('BAD_REQUEST', 'This is not a multipart form: its boundary is missing or wrong.'));
  }
  response.once('close', () => form.fail(new Error('the request is over')));
  return form.fields;
}

class MultipartForm {
  private readonly read = Promise.withResolvers<MultipartRequest | GraphQLError>();
  private readonly over = Promise.withResolvers<void>();
  private readonly announced = new Map<string, Announced>();
  private readonly parser: ReturnType<typeof busboy>;
  private readonly pace: UploadPace;
  private operations: Record<string, unknown> | undefined;
  private mapped = false;
  private fieldBytes = 0;
  private current: Readable | undefined;
  private failed = false;

  private readonly heard = (chunk: Buffer): void => this.pace.heard(chunk.length);

  readonly fields = this.read.promise;

  constructor(
    private readonly request: IncomingMessage,
    pace: Pace,
  ) {
    this.parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        fieldNameSize: 100,
        fieldSize: UPLOAD_LIMITS.fieldBytes,
        fields: 2,
        files: UPLOAD_LIMITS.files,
        fileSize: LARGEST_FILE_BYTES + 1, // the tighter limit of the purpose is met first
        parts: UPLOAD_LIMITS.files + 3, // the closing boundary counts as one
        headerPairs: 20,
      },
    });
    this.over.promise.catch(() => undefined); // whoever waits for it hears it; nobody has to
    const listening = (): boolean => !request.isPaused();
    this.pace = new UploadPace(
      { request, maxBytes: MAX_MULTIPART_BYTES, listening, tell: (why) => this.fail(why) },
      pace,
    );
    request.on('data', this.heard);
    this.parser
      .on('field', (name, value, { valueTruncated }) => this.field(name, value, valueTruncated))
      .on('file', (name, stream, { filename }) => this.file(name, stream, filename))
      .on('filesLimit', () => this.fail(tooManyFiles()))
      .on('fieldsLimit', () => this.fail(refuse('BAD_REQUEST', 'A request has two fields: `operations` and `map`.')))
      .on('partsLimit', () => this.fail(tooManyFiles()))
      .on('error', () => this.fail(refuse('BAD_REQUEST', 'The multipart form cannot be read, or ends too early.')))
      .on('close', () => this.end());
    request.pipe(this.parser);
  }

  /** The first reason counts: nobody waits any longer, and the rest of the request is thrown away as it comes. */
  fail(why: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.pace.stop();
    this.request.off('data', this.heard).unpipe(this.parser);
    this.request.resume();
    const error = why instanceof Error ? why : new Error(String(why));
    this.read.resolve(why instanceof GraphQLError ? why : refuse('BAD_REQUEST', 'The request ended too early.'));
    this.over.reject(error);
    for (const { arriving } of this.announced.values()) arriving.reject(error);
    this.current?.destroy(error);
    this.parser.destroy();
  }

  private field(name: string, text: string, truncated: boolean): void {
    this.fieldBytes += Buffer.byteLength(text);
    if (truncated || this.fieldBytes > UPLOAD_LIMITS.fieldBytes) return this.fail(fieldsTooLarge());
    if (name !== 'operations' && name !== 'map') return this.fail(disorder());
    if ((name === 'operations') !== (this.operations === undefined) || this.mapped) return this.fail(disorder());
    const value = parsedField(name, text);
    if (value instanceof GraphQLError) return this.fail(value);
    if (name === 'operations') this.operations = value;
    else this.announce(this.operations!, value);
  }

  private announce(operations: Record<string, unknown>, map: Record<string, unknown>): void {
    this.mapped = true;
    const wrong = placeFiles(operations, map, (part) => this.slot(part));
    if (wrong) return this.fail(wrong);
    this.read.resolve({ body: operations, files: this.announced.size });
  }

  private slot(part: string): object {
    const one: Announced = { part, arriving: Promise.withResolvers<Arriving>(), come: false };
    one.arriving.promise.catch(() => undefined); // an operation that is refused opens nothing
    this.announced.set(part, one);
    const slot: Slot = {
      open: () => one.arriving.promise,
      abandon: (reason) => this.fail(reason),
      ended: () => this.over.promise,
    };
    return placeholder(slot);
  }

  private file(part: string, stream: Readable, filename: string | undefined): void {
    stream.on('error', () => undefined); // its reader is told; without one there is nobody to tell
    this.current = stream;
    const one = this.announced.get(part);
    if (!this.mapped || !one || one.come) return this.fail(disorder());
    one.come = true;
    one.arriving.resolve({ name: filename ?? '', source: stream });
  }

  private end(): void {
    if (this.failed) return;
    const missing = [...this.announced.values()].find(({ come }) => !come);
    if (missing)
      return this.fail(refuse('BAD_REQUEST', `The file "${missing.part.slice(0, 50)}" of \`map\` did not come.`));
    if (!this.mapped) return this.fail(disorder());
    this.pace.stop();
    this.over.resolve();
  }
}

function disorder(): GraphQLError {
  return refuse('BAD_REQUEST', 'The form must hold `operations`, then `map`, then each file that `map` names, once.');
}

function fieldsTooLarge(): GraphQLError {
  const { fieldBytes: max } = UPLOAD_LIMITS;
  return refuse('PAYLOAD_TOO_LARGE', `\`operations\` and \`map\` are too large: at most ${max} bytes together.`, {
    limit: 'fields',
    max,
  });
}
