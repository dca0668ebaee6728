import {
  context,
  createContextKey,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { isTracing, tracerOf } from './tracing.ts';

/** Whose span is the active one. */
const SERVICE = createContextKey('service');

export interface SpanStart {
  readonly service: string;
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** W3C traceparent of the parent. */
  readonly parent?: string | undefined;
  /** Traceparents of others that this span also serves, or that asked for it without being trusted to decide. */
  readonly links?: readonly string[];
  /** It is told of when it is over. */
  readonly startedMsAgo?: number;
}

/** A recorded span below `parent`, or the first of a trace without one; undefined while nothing is traced. */
export function beginSpan(start: SpanStart): Span | undefined {
  const tracer = tracerOf(start.service);
  if (tracer === undefined) return undefined;
  const { kind, attributes, links = [], startedMsAgo } = start;
  return tracer.startSpan(
    start.name,
    {
      ...(kind !== undefined && { kind }),
      ...(attributes && { attributes }),
      ...(startedMsAgo !== undefined && { startTime: Date.now() - startedMsAgo }),
      links: links.flatMap((text): Link[] => {
        const linked = parseTraceParent(text);
        return linked ? [{ context: linked }] : [];
      }),
    },
    contextOf(start.parent),
  );
}

/** The context of what runs inside of a span. */
export function around(span: Span, service: string): Context {
  return trace.setSpan(context.active(), span).setValue(SERVICE, service);
}

/** Runs `work` inside a new span, which the statements of `work` find as theirs. A throw ends the span as failed and travels on. */
export async function spanned<T>(start: SpanStart, work: (span: Span | undefined) => Promise<T>): Promise<T> {
  const span = beginSpan(start);
  if (span === undefined) return work(undefined);
  try {
    return await context.with(around(span, start.service), work, undefined, span);
  } catch (fault) {
    failed(span, fault);
    throw fault;
  } finally {
    span.end();
  }
}

/** Runs `work` inside a span below the one that runs now, of the same service; where none is recorded, this is a branch. */
export function withinSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  const current = currentSpan();
  if (current === undefined || !current.isRecording()) return work();
  const service = context.active().getValue(SERVICE) as string;
  return spanned({ service, name, parent: traceparentOf(current) }, work);
}

/** Runs what belongs to no request, however it was woken, outside of the trace that happens to be active. */
export function outOfTrace<T>(work: () => T): T {
  return isTracing() ? context.with(ROOT_CONTEXT, work) : work();
}

/** What may be told of a fault: its code or class. Its message may hold what somebody wrote. */
export function failed(span: Span, fault: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', errorTypeOf(fault));
}

function errorTypeOf(fault: unknown): string {
  const { code, name } = (fault ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^[\w-]{1,64}$/.test(code)) return code;
  return typeof name === 'string' ? name : '_OTHER';
}

/** The recorded span that the running code belongs to. */
export function currentSpan(): Span | undefined {
  return trace.getSpan(context.active());
}

export function traceparentOf(span: Span): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`; // only recorded spans are ever made
}

export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent?.slice(3, 35);
}

/** A traceparent from outside, when it is one; `sampled` is what its sender decided. */
export function readTraceparent(text: unknown): { readonly text: string; readonly sampled: boolean } | undefined {
  if (typeof text !== 'string' || text.length > 128) return undefined;
  const parsed = parseTraceParent(text);
  if (!parsed) return undefined;
  const { traceId, spanId, traceFlags } = parsed;
  const sampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return { text: `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`, sampled };
}

function contextOf(parent: string | undefined): Context {
  const remote: SpanContext | null = parent === undefined ? null : parseTraceParent(parent);
  return remote ? trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true }) : ROOT_CONTEXT;
}
