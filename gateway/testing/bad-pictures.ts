import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of some hundred bytes that says it has so many pixels. */
export function pngOf(width: number, height: number, data = deflateSync(Buffer.alloc(64 * 1024))): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

/** Files that say they are pictures and are something else, or cost more than they weigh. */
export const BAD_PICTURES: Readonly<Record<string, Buffer>> = {
  'a pixel bomb of 2.5 thousand million pixels': pngOf(50_000, 50_000),
  'a pixel bomb that is one line': pngOf(1_000_000, 60),
  'a picture that breaks off': pngOf(600, 600).subarray(0, 80),
  'an empty file': Buffer.alloc(0),
  'an SVG with a script': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'an SVG behind an XML head': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a program': Buffer.concat([Buffer.from('MZ\x90\x00', 'latin1'), Buffer.alloc(512)]),
  'an archive': Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(64)]),
  'a script that begins like a GIF': Buffer.from('GIF89a/*\x00\x00*/=1;alert(document.domain)//', 'latin1'),
  'bytes of no kind': Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7919) % 256)),
};
