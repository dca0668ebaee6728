import type { ByteRange } from '../storage/file-store.ts';

/**
 * What of a file of `size` bytes a `Range` header asks for (RFC 9110, 14): one range, `whole` when there is none or none that we know, or
 * `none` when it lies outside. Several ranges at once are refused as one that cannot be served: they multiply the work of one request.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'whole' | 'none' {
  if (header === undefined || !/^bytes=/i.test(header)) return 'whole';
  const found = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header);
  if (!found) return 'none';
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return 'none';
  if (first === '')
    return Number(last) === 0 || size === 0 ? 'none' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || start > end ? 'none' : { start, end };
}
