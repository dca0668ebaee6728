import { createHmac, timingSafeEqual } from 'node:crypto';
import { GraphQLError } from 'graphql';

/** What a cursor is good for: one list, one set of filters, one reader. */
export interface CursorBinding {
  readonly list: string;
  readonly filter: unknown;
  readonly userId: string | null;
}

type Position = readonly (string | number)[];

/** Keyset positions as opaque text, signed (HMAC-SHA256, 128 bits kept) and bound, so that a foreign or edited one is refused. */
export class Cursors {
  constructor(private readonly key: Buffer) {}

  encode(binding: CursorBinding, position: Position): string {
    const text = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.mac(binding, text), text]).toString('base64url');
  }

  decode(binding: CursorBinding, cursor: string): Position {
    const bytes = Buffer.from(cursor, 'base64url');
    const [mac, text] = [bytes.subarray(0, 16), bytes.subarray(16)];
    if (mac.length < 16 || !timingSafeEqual(mac, this.mac(binding, text))) {
      throw new GraphQLError('This cursor does not belong to this list: start from its first page.', {
        extensions: { code: 'BAD_USER_INPUT', fields: [{ field: 'after', message: 'not a cursor of this list' }] },
      });
    }
    return JSON.parse(text.toString()) as Position;
  }

  private mac(binding: CursorBinding, text: Buffer): Buffer {
    const bound = JSON.stringify([binding.list, binding.filter ?? null, binding.userId]);
    return createHmac('sha256', this.key).update(bound).update('\0').update(text).digest().subarray(0, 16);
  }
}
