import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Whether a request carries the AWS signature, version 4, of these credentials over exactly this method, path, query, headers and body. */
export function isSigned(
  request: IncomingMessage,
  body: Buffer,
  credentials: { accessKeyId: string; secretAccessKey: string },
): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (!given) return false;
  const [, id, day, region, names, signature] = given as unknown as [string, string, string, string, string, string];
  const payload = String(request.headers['x-amz-content-sha256']);
  const time = String(request.headers['x-amz-date']);
  if (id !== credentials.accessKeyId || !time.startsWith(day) || payload !== hashOf(body)) return false;
  const [path, query = ''] = request.url!.split('?') as [string, string?];
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    ...names.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    payload,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(mac, mac(mac(`AWS4${credentials.secretAccessKey}`, day), region));
  return mac(key, ['AWS4-HMAC-SHA256', time, scope, hashOf(canonical)].join('\n')).toString('hex') === signature;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => (part.includes('=') ? part : `${part}=`))
    .sort()
    .join('&');
}
