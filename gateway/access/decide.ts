import { OperationTypeNode, type DocumentNode, type GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { GraphResult } from '../graph/graph.ts';
import { refuse } from '../guard/refusals.ts';
import type { Variables } from './ask.ts';
import type { DoorAccess } from './door-access.ts';

/** What happens to an operation that holds something denied: refused as a whole, or run without it (mutations are always refused). */
export type AccessMode = 'reject' | 'filter';

/** What a caller may run of what it asked. */
export interface Granted {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Tells the parts of one operation apart; empty for all of it. */
  readonly variant: string;
  /** What of it a caller may not have by now; asked again for every event of a subscription. */
  denials(caller: Caller): Promise<readonly GraphQLError[]>;
  /** The result for the client: null where something was denied, and an error that says so. */
  complete(result: GraphResult): GraphResult;
}

export async function decideAccess(
  access: DoorAccess,
  mode: AccessMode,
  [document, operation, variables]: readonly [DocumentNode, OperationDefinitionNode, Variables],
  caller: Caller,
): Promise<Granted | readonly GraphQLError[]> {
  const denials = (whose: Caller) => access.denials(document, operation, variables, whose);
  const whole: Granted = { document, operation, variant: '', denials, complete: (result) => result };
  if (mode === 'reject' || operation.operation === OperationTypeNode.MUTATION) {
    const denied = await denials(caller);
    return denied.length > 0 ? denied : whole;
  }
  const filtered = await access.filtered(document, operation, variables, caller);
  if (!filtered) return whole;
  if (filtered.isEmpty && operation.operation === OperationTypeNode.SUBSCRIPTION) return filtered.denials;
  return {
    document: filtered.document,
    operation: filtered.operation,
    variant: filtered.variant,
    denials: filtered.further,
    complete: (result) => {
      if (result.data === undefined) return result; // it failed as a whole, or is no more than a position
      if (result.data === null) return result; // a fault has taken it all
      const { data, denials: found } = filtered.complete(result.data);
      return { ...result, data, errors: [...found, ...(result.errors ?? [])] };
    },
  };
}

/** A subscription outlives the supergraph that granted it, and the access of the one that serves now holds at once. */
export async function denialsNow(
  granted: Granted,
  [began, now]: readonly [DoorAccess, DoorAccess | undefined],
  variables: Variables,
  whose: Caller,
): Promise<readonly GraphQLError[]> {
  if (now === began) return granted.denials(whose);
  return (
    now?.denials(granted.document, granted.operation, variables, whose) ?? [
      refuse('SERVICE_UNAVAILABLE', 'The graph cannot be served right now.'),
    ]
  );
}

/** What the answer of `denialsNow` rests on besides the caller's rights; undefined when it has to be asked every time. */
export function groundsNow({ document, operation }: Granted, now: DoorAccess | undefined): object | undefined {
  return now?.lasts(document, operation) ? now : undefined;
}
