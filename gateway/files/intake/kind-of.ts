import { fileTypeFromBuffer } from 'file-type';

/** How much of the beginning tells what a file is. */
const HEAD_BYTES = 64 * 1024;

export interface Kind {
  readonly type: string;
  /** The usual ending, without the dot; a text keeps its own. */
  readonly extension: string | undefined;
}

/** The beginning of a stream, and the whole of it to be read after. */
export async function peek(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> {
  const reader = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  while (size < HEAD_BYTES && !over) {
    const { value, done } = await reader.next();
    over = done === true;
    if (!over) size += chunks[chunks.push(value as Buffer) - 1]!.length;
  }
  const head = Buffer.concat(chunks);
  return { head: head.subarray(0, HEAD_BYTES), whole: joined(head, over, reader) };
}

async function* joined(head: Buffer, over: boolean, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    while (!over) {
      const { value, done } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

/** What the content is, whatever anybody says it is; undefined for what is neither known nor plain text. */
export async function kindOf(head: Buffer): Promise<Kind | undefined> {
  const known = await fileTypeFromBuffer(head);
  if (known) return { type: known.mime, extension: known.ext };
  return isPlainText(head) ? { type: 'text/plain', extension: undefined } : undefined;
}

/** UTF-8 without control characters, and no markup: a browser that is told to guess must not find a page in it. */
function isPlainText(head: Buffer): boolean {
  if (head.length === 0) return false;
  try {
    // the last character may be cut
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });

    return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) && !text.trimStart().startsWith('<');
  } catch {
    return false;
  }
}
