import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isSigned } from './s3-signature.ts';

const CREDENTIALS = { accessKeyId: 'test-key', secretAccessKey: 'test-secret-of-the-bucket' };
export const BUCKET = 'bucket';

interface Asked {
  readonly key: string;
  readonly search: URLSearchParams;
  readonly range: string | undefined;
  readonly body: Buffer;
}

/** As much of S3 as a file store needs, in memory on the loopback: whole and multipart puts, ranges, and a signature that must be right. */
export async function s3Server() {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const refused: string[] = [];
  let serial = 0;

  const calls: Record<string, (asked: Asked, response: ServerResponse) => void> = {
    PUT: ({ key, search, body }, response) => {
      const upload = search.get('uploadId');
      if (upload === null) objects.set(key, body);
      else uploads.get(upload)!.set(Number(search.get('partNumber')), body);
      response.writeHead(200, { etag: `"${++serial}"` }).end();
    },
    POST: ({ key, search }, response) => {
      if (search.has('uploads')) {
        const id = `upload-${++serial}`;
        uploads.set(id, new Map());
        return xml(response, 'InitiateMultipartUploadResult', { Bucket: BUCKET, Key: key, UploadId: id });
      }
      const parts = [...uploads.get(search.get('uploadId')!)!].sort(([a], [b]) => a - b).map(([, part]) => part);
      objects.set(key, Buffer.concat(parts));
      uploads.delete(search.get('uploadId')!);
      xml(response, 'CompleteMultipartUploadResult', { Bucket: BUCKET, Key: key, ETag: `"${++serial}"` });
    },
    DELETE: ({ key, search }, response) => {
      if (search.has('uploadId')) uploads.delete(search.get('uploadId')!);
      else objects.delete(key);
      response.writeHead(204).end();
    },
    HEAD: ({ key }, response) => {
      const found = key === '' ? Buffer.alloc(0) : objects.get(key);
      response.writeHead(found ? 200 : 404, { 'content-length': found?.length ?? 0 }).end();
    },
    GET: ({ key, range }, response) => {
      const found = objects.get(key);
      if (!found) return void response.writeHead(404).end();
      const wanted = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
      const part = wanted ? found.subarray(Number(wanted[1]), Number(wanted[2]) + 1) : found;
      response.writeHead(wanted ? 206 : 200, { 'content-length': part.length }).end(part);
    },
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      refused.push(String(error));
      response.destroy();
    });
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (!isSigned(request, body, CREDENTIALS)) {
      refused.push(`${request.method} ${request.url}`);
      return void response.writeHead(403).end();
    }
    const { pathname, searchParams } = new URL(request.url!, 'http://s3');
    const [, bucket, key = ''] = pathname.split('/');
    if (bucket !== BUCKET) return void response.writeHead(404).end();
    calls[request.method!]!({ key, search: searchParams, range: request.headers.range, body }, response);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    objects,
    uploads,
    refused,
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      bucket: BUCKET,
      pathStyle: true,
      ...CREDENTIALS,
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function xml(response: ServerResponse, root: string, fields: Record<string, string>): void {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><${root}>${inner.join('')}</${root}>`);
}
