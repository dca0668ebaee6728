import { z } from 'zod';
import { flag, httpUrl, milliseconds } from '#chassis/settings/fields';

/** Where traces go, and how many are recorded; without an endpoint none is, and nothing of it costs anything. */
export interface TraceSettings {
  /** The whole URL that takes OTLP over HTTP as protobuf. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the traces that begin here, 0 to 1. */
  readonly share: number;
}

/** OpenTelemetry's own names, so that what an operator knows of them holds. */
export const TRACE_FIELDS = {
  OTEL_SDK_DISABLED: flag().default(false).describe('whether traces are off although an endpoint is set'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl().optional().describe('the OTLP collector; /v1/traces is added to it'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl().optional().describe('the whole URL for traces, instead'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf', 'only http/protobuf is spoken')
    .default('http/protobuf')
    .describe('how the collector is spoken to'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .default('')
    .transform((text, context) => {
      const pairs = text.split(',').filter((part) => part.trim() !== '');
      if (pairs.some((pair) => pair.indexOf('=') < 1)) context.addIssue('name=value,name=value is expected');
      return Object.fromEntries(pairs.map((pair) => headerOf(pair)));
    })
    .describe('what the collector wants to see in headers (a key, for example)'),
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds(100, 60_000).default(10_000).describe('how long one export may take, in ms'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number('a number from 0 to 1 is expected')
    .min(0)
    .max(1)
    .default(0.01)
    .describe('the share of traces that are recorded, of those that begin here'),
};

type Given = z.output<z.ZodObject<typeof TRACE_FIELDS>>;

/** Undefined when nothing is traced. */
export function traceOf(given: Given): TraceSettings | undefined {
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  if (url === undefined || given.OTEL_SDK_DISABLED) return undefined;
  const { OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_EXPORTER_OTLP_TIMEOUT: timeoutMs } = given;
  return { url, headers, timeoutMs, share: given.OTEL_TRACES_SAMPLER_ARG };
}

/** Values are percent-encoded, as the specification of these variables says. */
function headerOf(pair: string): [string, string] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), /%[0-9a-f]{2}/i.test(value) ? decodeURIComponent(value) : value];
}
