import { afterEach, expect, test } from '@jest/globals';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { traceInto, type Tracing } from '#chassis/trace/tracing';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import type { GatewaySettings } from '../settings.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SAMPLED = `00-${TRACE}-b7ad6b7169203331-01`;
const UNSAMPLED = `00-${TRACE}-b7ad6b7169203331-00`;
const FROM_HERE = ['127.0.0.1', '::1'];

let tracing: Tracing | undefined;
let at: Opened | undefined;
afterEach(async () => {
  await at?.stop();
  await tracing?.stop();
  tracing = at = undefined;
});

/** The roots that are recorded of requests that carry these traceparents. */
async function rootsOf(share: number, settings: Partial<GatewaySettings>, traceparents: readonly string[]) {
  const exporter = new InMemorySpanExporter();
  tracing = traceInto(exporter, share);
  at = await opened(settings);
  for (const traceparent of traceparents) {
    const { status } = await at.ask('{ echo(text: "a") }', { headers: traceparent ? { traceparent } : {} });
    expect(status).toBe(200);
  }
  await at.stop(); // every answer is out: every span has ended
  return exporter.getFinishedSpans().filter(({ name }) => name === 'POST /graphql');
}

test('a stranger cannot make us record: "sampled" in its header decides nothing', async () => {
  expect(
    await rootsOf(
      0,
      {},
      Array.from({ length: 20 }, () => SAMPLED),
    ),
  ).toEqual([]);
});

test('of what our sampler takes, the span of a stranger is linked to its trace and is no part of it', async () => {
  const [root, ...others] = await rootsOf(1, {}, [SAMPLED]);
  expect(others).toEqual([]);
  expect(root!.spanContext().traceId).not.toBe(TRACE);
  expect(root!.parentSpanContext).toBeUndefined();
  expect(root!.links.map(({ context }) => context.traceId)).toEqual([TRACE]);
});

test('a trusted proxy decides: its trace goes on when it records, and is not recorded when it does not', async () => {
  const roots = await rootsOf(0, { trustedProxies: FROM_HERE }, [SAMPLED, UNSAMPLED, '', 'not a traceparent']);
  expect(roots.map((root) => [root.spanContext().traceId, root.parentSpanContext?.spanId])).toEqual([
    [TRACE, 'b7ad6b7169203331'],
  ]);
});

test('with TRACE_PARENT=nobody not even a trusted proxy decides', async () => {
  const settings = { trustedProxies: FROM_HERE, traceParent: 'nobody' as const };
  expect(await rootsOf(0, settings, [SAMPLED])).toEqual([]);
});

test('about the share that was set is recorded', async () => {
  const roots = await rootsOf(
    0.5,
    {},
    Array.from({ length: 60 }, () => ''),
  );
  expect(roots.length).toBeGreaterThan(5); // a fair coin gives fewer once in 10^11 runs
  expect(roots.length).toBeLessThan(55);
});

test('probes, pages and metrics are never traced', async () => {
  const exporter = new InMemorySpanExporter();
  tracing = traceInto(exporter, 1);
  at = await opened({ metrics: true });
  for (const path of ['/health/live', '/health/ready', '/metrics', '/nowhere', '/.well-known/jwks.json']) {
    await at.request(path);
  }
  await until(() => exporter.getFinishedSpans().length > 0);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['GET /.well-known/jwks.json']);
});
