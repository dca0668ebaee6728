import { buffer } from 'node:stream/consumers';
import type { GraphQLError } from 'graphql';
import { newId, type Id } from '#kernel/id';
import type { FileReference } from '#chassis/files/reference';
import type { Log } from '#chassis/log/log';
import { refuse } from '../../guard/refusals.ts';
import type { Purpose } from '../purposes.ts';
import type { FileRecords } from '../records/records.ts';
import type { FileStore, StoredBytes } from '../storage/file-store.ts';
import { newKey, rawKey } from '../storage/key.ts';
import { cleanName, namedAs, stemOf } from './file-name.ts';
import { kindOf, peek, type Kind } from './kind-of.ts';
import { drawAnew, PICTURE_EXTENSION, PICTURE_TYPE } from './picture.ts';

/** Who uploads, for which subgraph and what. */
export interface Destination {
  readonly ownerId: Id;
  readonly subgraph: string;
  readonly purpose: Purpose;
}

/** One file as it arrives. */
export interface Arriving {
  readonly name: string;
  readonly source: AsyncIterable<Buffer>;
  /** A tighter limit than that of the purpose (a ticket's). */
  readonly maxBytes?: number;
}

/** What a file that begins to arrive is given. */
const FIRST_ROOM_BYTES = 256 * 1024;

/** Ends a stream with words for the client. */
export class UploadRefused extends Error {
  constructor(readonly refusal: GraphQLError) {
    super(refusal.message);
  }
}

/** The one road of a file into the store, whichever way it came: room, kind, bytes, picture. What is refused or breaks leaves nothing. */
export class Intake {
  constructor(
    private readonly records: FileRecords,
    private readonly store: FileStore,
    private readonly log: Log,
  ) {}

  /** `handed` when a mutation is waiting for it, `ready` when one may come within `lifeMs`. A source that throws is passed on. */
  async receive(
    to: Destination,
    arriving: Arriving,
    then: { state: 'ready' | 'handed'; lifeMs: number },
  ): Promise<FileReference | GraphQLError> {
    const { purpose } = to;
    const max = Math.min(purpose.maxBytes, arriving.maxBytes ?? Infinity);
    const file = { id: newId(), storageKey: newKey(), name: cleanName(arriving.name) };
    const room = await this.records.reserve({ ...file, ...to, purpose: purpose.name }, Math.min(FIRST_ROOM_BYTES, max));
    if (room === 0) return quotaSpent();
    try {
      const { head, whole } = await peek(
        this.limited(arriving.source, { id: file.id, ownerId: to.ownerId }, room, max),
      );
      const kind = await kindOf(head);
      if (!kind || !purpose.types.has(kind.type)) throw new UploadRefused(wrongKind(purpose, kind));
      const reference = purpose.picture
        ? await this.keepPicture(file, whole, purpose.picture.maxSide)
        : await this.keepAsIs(file, whole, kind);
      if (await this.records.finish(reference, then.state, then.lifeMs)) return reference;
      throw new UploadRefused(refuse('REQUEST_TIMEOUT', 'The upload took too long.'));
    } catch (error) {
      await this.undo(file.id, file.storageKey);
      if (error instanceof UploadRefused) return error.refusal;
      throw error;
    }
  }

  /** Asks for room as the bytes come, twice as much each time: nobody blocks more than he uses. */
  private async *limited(
    source: AsyncIterable<Buffer>,
    file: { id: Id; ownerId: Id },
    first: number,
    max: number,
  ): AsyncGenerator<Buffer> {
    let room = first;
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > max) throw new UploadRefused(tooLarge(max));
      if (size > room) room = await this.records.extend(file, Math.min(max, 2 * size));
      if (size > room) throw new UploadRefused(quotaSpent());
      yield chunk;
    }
  }

  private async keepAsIs(
    file: { id: Id; storageKey: string; name: string },
    source: AsyncIterable<Buffer>,
    { type, extension }: Kind,
  ): Promise<FileReference> {
    const stored = await this.store.put(file.storageKey, source);
    const name = extension === undefined ? textName(file.name) : namedAs(file.name, extension);
    return { id: file.id, name, type, ...stored, width: null, height: null };
  }

  /** The bytes wait in the store and not in memory until it is their turn to be decoded. */
  private async keepPicture(
    file: { id: Id; storageKey: string; name: string },
    source: AsyncIterable<Buffer>,
    maxSide: number,
  ): Promise<FileReference> {
    const raw = rawKey(file.storageKey);
    await this.store.put(raw, source);
    const picture = await drawAnew(async () => buffer(await this.store.get(raw)), maxSide);
    if (!picture)
      throw new UploadRefused(
        refuse('BAD_USER_INPUT', 'The picture cannot be read, or has too many pixels: save it anew, smaller.'),
      );
    const { width, height } = picture;
    const stored: StoredBytes = await this.store.put(file.storageKey, once(picture.bytes));
    await this.store.delete(raw);
    const name = namedAs(stemOf(file.name), PICTURE_EXTENSION);
    return { id: file.id, name, type: PICTURE_TYPE, ...stored, width, height };
  }

  /** What cannot be undone now is swept later: the row says where the bytes may lie. */
  private async undo(id: Id, storageKey: string): Promise<void> {
    try {
      await this.records.doom([id], ['reserved']);
      await Promise.all([this.store.delete(storageKey), this.store.delete(rawKey(storageKey))]);
      await this.records.forget([id]);
    } catch (error) {
      this.log.warn({ err: error, file: id }, 'a refused upload is left to the sweep');
    }
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

export function tooLarge(max: number): GraphQLError {
  return refuse('PAYLOAD_TOO_LARGE', `The file is too large: at most ${max} bytes are allowed.`, {
    limit: 'file',
    max,
  });
}

function quotaSpent(): GraphQLError {
  return refuse('QUOTA_EXCEEDED', 'Your files take all the room that you have: remove some first.', { limit: 'files' });
}

function wrongKind({ types }: Purpose, kind: Kind | undefined): GraphQLError {
  const what = kind ? `This is ${kind.type}` : 'This is of no known kind';
  return refuse('UNSUPPORTED_MEDIA_TYPE', `${what}, and what is taken here is ${[...types].join(', ')}.`);
}

/** A text may be called what tables and notes are called; anything else gets the ending of a text. */
function textName(name: string): string {
  return /\.(txt|csv|md|log)$/i.test(name) ? name : namedAs(name, 'txt');
}
