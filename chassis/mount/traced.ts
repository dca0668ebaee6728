import { context, SpanKind, type Span } from '@opentelemetry/api';
import type { Caller } from '#chassis/identity/caller';
import { around, beginSpan, failed, spanned, traceparentOf } from '#chassis/trace/span';
import { samples } from '#chassis/trace/tracing';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from './endpoint.ts';

/** One span per operation that was sealed with a trace; what the operation does is told below it. Others cost one branch. */
export function tracedEndpoint(service: string, endpoint: SubgraphEndpoint): SubgraphEndpoint {
  const start = ({ caller, operationName }: SubgraphCall, name: string) => ({
    service,
    name,
    kind: SpanKind.SERVER,
    parent: caller.trace,
    attributes: {
      'request.id': caller.requestId,
      ...(operationName !== undefined && { 'graphql.operation.name': operationName.slice(0, 100) }),
    },
  });
  return {
    execute(call) {
      if (call.caller.trace === undefined) return endpoint.execute(call);
      return spanned(start(call, 'graphql operation'), async (span) =>
        judged(span, await endpoint.execute({ ...call, caller: below(span, call.caller) })),
      );
    },
    async subscribe(call) {
      const { caller } = call;
      if (caller.trace === undefined) return endpoint.subscribe(call);
      // the span is that of opening: events come later, and for as long as somebody listens
      const span = beginSpan(start(call, 'graphql subscribe'));
      const { trace: _, ...untraced } = caller;
      try {
        const open = () => endpoint.subscribe({ ...call, caller: untraced });
        return await (span ? context.with(around(span, service), open) : open());
      } catch (fault) {
        if (span) failed(span, fault);
        throw fault;
      } finally {
        span?.end();
      }
    },
  };
}

function below(span: Span | undefined, caller: Caller): Caller {
  return span ? { ...caller, trace: traceparentOf(span) } : caller;
}

/** Which codes an answer holds, never what its errors say. */
function judged(span: Span | undefined, result: SubgraphResult): SubgraphResult {
  if (span && result.errors?.length) {
    const [first] = result.errors;
    failed(span, { code: first!.extensions?.['code'] });
    span.setAttribute('graphql.errors', result.errors.length);
  }
  return result;
}

interface Work {
  /** The subgraph. */
  readonly name: string;
  /** `reaction ...` or `job ...`: what is done. */
  readonly what: string;
  /** The traceparent that it was asked in. */
  readonly trace: string | undefined;
  /** Without one it may begin a trace of its own. */
  readonly begins?: boolean;
}

/** Work that nobody waits for, in the trace of whoever asked for it. `work` is given what it passes on. */
export function inTraceOf(
  { name, what, trace, begins = false }: Work,
  work: (trace: string | undefined) => Promise<void>,
): Promise<void> {
  if (trace === undefined && !(begins && samples())) return work(undefined);
  return spanned({ service: name, name: what, kind: SpanKind.CONSUMER, parent: trace }, (span) =>
    work(span && traceparentOf(span)),
  );
}
