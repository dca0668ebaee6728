import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { BadSettings, readSettings } from '#chassis/settings/settings';
import type { Log } from '#chassis/log/log';
import { beginSpan, spanned, withinSpan } from './span.ts';
import { TRACE_FIELDS, traceOf } from './trace-fields.ts';
import { startTracing, samples, tracerOf, type Tracing } from './tracing.ts';

const read = (env: Record<string, string>) => traceOf(readSettings(z.object(TRACE_FIELDS), env));

let tracing: Tracing | undefined;
let collector: Server | undefined;
afterEach(async () => {
  await tracing?.stop();
  await new Promise<void>((resolve) => (collector ? collector.close(() => resolve()) : resolve()));
  tracing = collector = undefined;
});

interface Heard {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function collecting(status: number): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      heard.push({ path: request.url, headers: request.headers, body: plain });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => collector!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, heard };
}

function listening(): Log & { warnings: object[] } {
  const warnings: object[] = [];
  const log = { warnings, debug() {}, info() {}, warn: (fields: object) => void warnings.push(fields), error() {} };
  return { ...log, child: () => ({ ...log, child: () => log as never }) };
}

test('without an endpoint, or when it is disabled, nothing is traced and nothing is sampled', async () => {
  expect(read({})).toBeUndefined();
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  expect(samples()).toBe(false);
  expect(tracerOf('any')).toBeUndefined();
  expect(beginSpan({ service: 'any', name: 'any' })).toBeUndefined();
  expect(await withinSpan('any', async () => 7)).toBe(7);
});

test('settings have the names, the defaults and the encoding of OpenTelemetry', () => {
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/', OTEL_EXPORTER_OTLP_HEADERS: 'a=b%20c,d=e=' })).toEqual({
    url: 'http://c:4318/v1/traces',
    headers: { a: 'b c', d: 'e=' },
    timeoutMs: 10_000,
    share: 0.01,
  });
  expect(read({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/t', OTEL_TRACES_SAMPLER_ARG: '1' })).toMatchObject({
    url: 'http://c/t',
    share: 1,
  });
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'some-where'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'no pair'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', 'soon'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
])('%s=%s is refused, by its name and without its value', (name, value) => {
  const wrong = () => read({ [name]: value });
  expect(wrong).toThrow(BadSettings);
  expect(wrong).toThrow(name);
  expect(wrong).not.toThrow(value);
});

test('a stop sends what is recorded, as protobuf, under the name of each service', async () => {
  const { url, heard } = await collecting(200);
  tracing = startTracing({ url: `${url}/v1/traces`, headers: { key: 'k' }, timeoutMs: 5_000, share: 1 }, listening());
  await spanned({ service: 'one', name: 'outer' }, () => withinSpan('inner', async () => undefined));
  beginSpan({ service: 'two', name: 'other' })!.end();
  await tracing.stop();
  expect(heard.length).toBeGreaterThan(0);
  expect(heard[0]).toMatchObject({
    path: '/v1/traces',
    headers: { 'content-type': 'application/x-protobuf', key: 'k' },
  });
  const sent = Buffer.concat(heard.map(({ body }) => body)).toString('latin1');
  for (const word of ['service.name', 'one', 'two', 'outer', 'inner', 'other']) expect(sent).toContain(word);
  expect(samples()).toBe(false);
});

test('a collector that refuses costs the spans and one line, not the work', async () => {
  const { url } = await collecting(400);
  const log = listening();
  tracing = startTracing({ url: `${url}/v1/traces`, headers: {}, timeoutMs: 2_000, share: 1 }, log);
  for (let n = 0; n < 1_100; n++) expect(await spanned({ service: 'one', name: 'work' }, async () => n)).toBe(n);
  await tracing.stop(); // more than one batch
  expect(log.warnings).toHaveLength(1);
});

test('while nothing is traced a span that is not made costs less than a microsecond', async () => {
  const rounds = 200_000;
  const best = () => {
    const began = performance.now();
    for (let n = 0; n < rounds; n++) beginSpan({ service: 'any', name: 'any' });
    return ((performance.now() - began) * 1_000) / rounds;
  };
  expect(Math.min(...Array.from({ length: 7 }, best))).toBeLessThan(1);
});
