import type { MaskedResult } from '../front/run-operation.ts';
import { textOf } from './event-text.ts';

/** What was made of one result for the readers before. */
interface Made {
  /** From behind the subscription's id to the end of the frame. */
  readonly tail: Buffer;
  /** The frame for the id that was asked for last: clients that are made alike choose the same. */
  last: { readonly id: string; readonly frame: Buffer } | undefined;
}

const made = new WeakMap<MaskedResult, Made>();

/** The whole WebSocket frame with which a subscription's reader is told a result: made once for all who call their subscription the same. */
export function frameOf(result: MaskedResult, id: string): Buffer {
  let known = made.get(result);
  if (known === undefined)
    made.set(result, (known = { tail: Buffer.from(`,"type":"next","payload":${textOf(result)}}`), last: undefined }));
  if (known.last?.id !== id)
    known.last = { id, frame: textFrame(Buffer.from(`{"id":${JSON.stringify(id)}`), known.tail) };
  return known.last.frame;
}

/** A text message in one frame, as a server sends it: unmasked (RFC 6455, section 5.2). */
function textFrame(head: Buffer, tail: Buffer): Buffer {
  const length = head.length + tail.length;
  const sizeBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + sizeBytes + length);
  frame[0] = 0x81; // the last of its message, and text
  frame[1] = sizeBytes === 0 ? length : sizeBytes === 2 ? 126 : 127;
  if (sizeBytes === 2) frame.writeUInt16BE(length, 2);
  if (sizeBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  head.copy(frame, 2 + sizeBytes);
  tail.copy(frame, 2 + sizeBytes + head.length);
  return frame;
}
