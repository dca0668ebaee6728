import { GraphQLError } from 'graphql';
import { SUBSCRIPTION_GONE } from './live/live-subscriptions.ts';
import type { GraphResult } from './run/run-prepared.ts';

/** More than one thing is wrong with the variables. */
export class RefusedVariables extends GraphQLError {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]!.message, { extensions: errors[0]!.extensions });
  }
}

/** A GraphQLError says what is wrong with the request; anything else is a fault and stays thrown. */
export async function refusing<T>(work: () => Promise<T>): Promise<T | GraphResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedVariables) return { errors: error.errors };
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

export function gone({ message }: GraphQLError): GraphQLError {
  const extensions = { code: SUBSCRIPTION_GONE, resumable: false };
  return new GraphQLError(`The graph has changed, and does not have this any more: ${message}`, { extensions });
}

export function unsupported(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
