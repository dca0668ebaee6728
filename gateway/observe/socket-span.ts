import { SpanKind } from '@opentelemetry/api';
import { beginSpan, failed, traceparentOf } from '#chassis/trace/span';
import { samples } from '#chassis/trace/tracing';
import { SERVICE } from './request-span.ts';

/** Stands for one operation on a socket, where no request does. */
export interface SocketSpan {
  readonly trace: string;
  /** `ok` or the code of the first error. Called once. */
  ended(outcome: string): void;
}

/** The first span of an operation on a socket, in those that our sampler takes. A subscription's ends when it has begun. */
export function traceSocketOperation(requestId: string): SocketSpan | undefined {
  if (!samples()) return undefined;
  const attributes = { 'request.id': requestId, 'network.protocol.name': 'websocket' };
  const span = beginSpan({ service: SERVICE, name: 'socket /graphql', kind: SpanKind.SERVER, attributes });
  if (span === undefined) return undefined;
  return {
    trace: traceparentOf(span),
    ended(outcome) {
      if (outcome !== 'ok') failed(span, { code: outcome });
      span.end();
    },
  };
}
