import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
};

/** Encodings that the build writes beside a file, the better first. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

export interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly encoded: ReadonlyMap<string, Buffer>;
}

/** Files by their URL path below the folder (`assets/index-abc.js`). */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/**
 * Reads a folder into memory once (the playground is about 10 MB, in development only). A request is then a look-up in a
 * map: no path reaches the file system, and a rebuild under a running process cannot break an answer half-way.
 */
export function readStaticFiles(folder: string): StaticFiles {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const present = new Set(names);
  const files = new Map<string, StaticFile>();
  for (const name of names) {
    const type = CONTENT_TYPES[extname(name)];
    if (type === undefined) continue;
    const plain = readFileSync(join(folder, name));
    const encoded = new Map<string, Buffer>();
    for (const { name: encoding, suffix } of ENCODINGS) {
      if (present.has(name + suffix)) encoded.set(encoding, readFileSync(join(folder, name + suffix)));
    }
    files.set(name.replaceAll(sep, '/'), { type, etag: tagOf(plain), plain, encoded });
  }
  return files;
}

/** Sends one file with ETag and the best encoding that the client takes; the caller has set its other headers. */
export function sendFile(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  res.setHeader('etag', file.etag);
  res.setHeader('vary', 'accept-encoding');
  if (isFresh(req.headers['if-none-match'], file.etag)) {
    res.writeHead(304).end();
    return;
  }
  const encoding = ENCODINGS.find(
    ({ name }) => file.encoded.has(name) && accepts(req.headers['accept-encoding'], name),
  );
  const body = (encoding && file.encoded.get(encoding.name)) ?? file.plain;
  if (encoding) res.setHeader('content-encoding', encoding.name);
  res.writeHead(200, { 'content-type': file.type, 'content-length': body.byteLength });
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** A weak tag: the encodings of one file share it. */
export function tagOf(content: Buffer): string {
  return `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}

function isFresh(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((tag) => tag.trim() === etag);
}

/** Whether an Accept-Encoding header names the encoding without refusing it by `q=0`. */
function accepts(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase().split(';'))
    .some(([name, weight]) => name === encoding && !/^\s*q=0(?:\.0*)?$/.test(weight ?? ''));
}
