import type { GraphQLError } from 'graphql';
import { failed, spanned } from '#chassis/trace/span';
import { SERVICE } from './request-span.ts';

/** The checks of an operation before it is planned, as a span; a refusal is told by its code. */
export function admitSpan<Admitted>(
  parent: string,
  work: () => Promise<Admitted | readonly GraphQLError[]>,
): Promise<Admitted | readonly GraphQLError[]> {
  return spanned({ service: SERVICE, name: 'admit', parent }, async (span) => {
    const outcome = await work();
    if (span && Array.isArray(outcome)) failed(span, (outcome as readonly GraphQLError[])[0]!.extensions);
    return outcome;
  });
}
