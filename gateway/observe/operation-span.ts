import type { Caller } from '#chassis/identity/caller';
import { failed, spanned, traceparentOf } from '#chassis/trace/span';
import { both, type GraphObserver } from '../graph/observer.ts';
import { spansBelow } from './graph-spans.ts';
import { SERVICE } from './request-span.ts';

interface Traceable {
  readonly caller: Caller;
  readonly observer?: GraphObserver;
}

interface Outcome {
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Runs one operation, of a recorded trace as a span, with its plan and its fetches below it. Errors are counted and the first one's code told. */
export function operationSpan<Request extends Traceable, Result extends object>(
  request: Request,
  work: (request: Request) => Promise<Result>,
): Promise<Result> {
  const { trace: parent } = request.caller;
  if (parent === undefined) return work(request);
  return spanned({ service: SERVICE, name: 'operation', parent }, async (span) => {
    if (span === undefined) return work(request);
    const caller = { ...request.caller, trace: traceparentOf(span) };
    const result = await work({ ...request, caller, observer: both(request.observer, spansBelow(span)) });
    const { errors = [] } = result as Outcome;
    if (errors.length > 0) {
      failed(span, { code: errors[0]!.extensions?.['code'] });
      span.setAttribute('graphql.errors', errors.length);
    }
    return result;
  });
}
