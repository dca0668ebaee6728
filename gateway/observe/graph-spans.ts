import { SpanKind, type Span } from '@opentelemetry/api';
import {
  ATTR_GRAPHQL_OPERATION_NAME,
  ATTR_GRAPHQL_OPERATION_TYPE,
} from '@opentelemetry/semantic-conventions/incubating';
import { beginSpan, failed, traceparentOf } from '#chassis/trace/span';
import type { Fetching, FetchObservation, GraphObserver, Planned } from '../graph/observer.ts';
import { SERVICE } from './request-span.ts';

/** A client invents the names of its operations: this much of one is kept. */
const LONGEST_NAME = 100;

/**
 * What one operation does, as spans below `span`: its plan and its fetches. It says which subgraph was asked for what kind of thing and how much of
 * it; the documents are not told, because clients write values into them. Once the span has ended it tells nothing more: events of a
 * subscription come for hours.
 */
export function spansBelow(span: Span): GraphObserver {
  const parent = traceparentOf(span);
  return {
    planned({ kind, operationName, ms, cached }: Planned) {
      span.updateName(kind);
      span.setAttribute(ATTR_GRAPHQL_OPERATION_TYPE, kind);
      span.setAttribute('graphql.plan.cached', cached);
      if (operationName !== undefined)
        span.setAttribute(ATTR_GRAPHQL_OPERATION_NAME, operationName.slice(0, LONGEST_NAME));
      if (!cached) beginSpan({ service: SERVICE, name: 'plan', parent, startedMsAgo: ms })?.end();
    },
    fetching: (fetch) => (span.isRecording() ? fetchSpan(parent, fetch) : undefined),
    slowPath: () => void span.addEvent('slow answer'),
  };
}

function fetchSpan(parent: string, { subgraph, kind, entities }: Fetching): FetchObservation | undefined {
  const span = beginSpan({
    service: SERVICE,
    name: `${kind} ${subgraph}`,
    kind: SpanKind.CLIENT,
    parent,
    attributes: {
      [ATTR_GRAPHQL_OPERATION_TYPE]: kind,
      'subgraph.name': subgraph,
      ...(entities > 0 && { 'subgraph.entities': entities }),
    },
  });
  if (span === undefined) return undefined;
  return {
    trace: traceparentOf(span),
    moved(sentBytes, receivedBytes) {
      span.setAttribute('http.request.body.size', sentBytes);
      span.setAttribute('http.response.body.size', receivedBytes);
    },
    shared: () => void span.setAttribute('subgraph.shared', true),
    retried: () => void span.addEvent('retried'),
    ended(outcome) {
      if (outcome !== 'ok') failed(span, { code: outcome });
      span.end();
    },
  };
}
