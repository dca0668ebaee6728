import { randomInt } from 'node:crypto';
import { context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { Log } from '#chassis/log/log';
import type { TraceSettings } from './trace-fields.ts';

export interface Tracing {
  /** Sends what is recorded; within what a stop may take, since one export has its own limit. */
  stop(): Promise<void>;
}

interface Running {
  readonly share: number;
  readonly processor: SpanProcessor;
  readonly tracers: Map<string, Tracer>;
}

const NAMESPACE = 'venture-os';
const MILLION = 1_000_000;
const QUIET_MS = 60_000;
/** Attributes are names, numbers and statements without values: what is longer is cut. */
const LONGEST_ATTRIBUTE = 4_096;

/** One per process, as OpenTelemetry's own global context is. */
let running: Running | undefined;

/**
 * Begins to record spans in this process and to send them in batches. Which traces are recorded is decided where they begin (`samples`): a span
 * is made only in a trace that is. A collector that does not answer costs what is recorded meanwhile, and one line in a minute.
 */
export function startTracing(settings: TraceSettings, log: Log): Tracing {
  const { url, headers, timeoutMs } = settings;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
  const processor = new BatchSpanProcessor({
    exporter: complaining(exporter, log),
    exportTimeoutMillis: timeoutMs,
    scheduledDelayMillis: 2_000,
  });
  log.info({ url, share: settings.share }, 'traces are recorded');
  return begin(processor, settings.share);
}

/** Every span goes to `exporter` at once: for tests. */
export function traceInto(exporter: SpanExporter, share: number): Tracing {
  return begin(new SimpleSpanProcessor({ exporter }), share);
}

function begin(processor: SpanProcessor, share: number): Tracing {
  if (running) throw new Error('tracing has begun in this process already');
  const own: Running = { share, processor, tracers: new Map() };
  running = own;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  return {
    async stop() {
      if (running !== own) return;
      running = undefined; // nothing new while the last is sent
      // what could not be sent has been told, and a collector that is away is no reason not to stop cleanly
      await processor.forceFlush().catch(() => undefined);
      await processor.shutdown().catch(() => undefined);
      context.disable();
    },
  };
}

export function isTracing(): boolean {
  return running !== undefined;
}

/** Whether a trace that begins now is recorded. */
export function samples(): boolean {
  return running !== undefined && randomInt(MILLION) < running.share * MILLION;
}

/** Each service has a resource of its own, also where several live in one process; undefined while nothing is traced. */
export function tracerOf(service: string): Tracer | undefined {
  if (running === undefined) return undefined;
  let tracer = running.tracers.get(service);
  if (tracer === undefined) {
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': NAMESPACE }),
      spanProcessors: [running.processor],
      spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    });
    running.tracers.set(service, (tracer = provider.getTracer(NAMESPACE)));
  }
  return tracer;
}

/** Spans are lost silently otherwise; a line per batch would flood the log of a long outage. */
function complaining(exporter: SpanExporter, log: Log): SpanExporter {
  let quietUntil = 0;
  let lost = 0;
  return {
    export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
      exporter.export(spans, (result) => {
        if (result.code !== ExportResultCode.SUCCESS) {
          lost += spans.length;
          if (performance.now() >= quietUntil) {
            log.warn({ lost, error: result.error?.message }, 'spans could not be sent to the collector');
            quietUntil = performance.now() + QUIET_MS;
            lost = 0;
          }
        }
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
