import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { Granted } from './access/decide.ts';
import type { PlanReport } from './observe/plan-report.ts';

/** An operation that passed every check before planning. */
export interface Admitted {
  readonly caller: Caller;
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What an answer with this `data` cost. Who got nothing may still have made us work, and pays what was estimated. */
  costOf(data: unknown): number;
  /**
   * Told once what the answer cost, so that the caller's budget gets what was not used. Gives the response extension for those who may
   * see it and asked for it.
   */
  settle(actual: number): { readonly cost: { readonly estimated: number; readonly actual: number } } | undefined;
  /** To be called with the answer of a mutation that was given files. */
  settleFiles?(result: { readonly errors?: readonly unknown[] }): Promise<void>;
  /** Told how it is run, when this caller asked for that and may see it. */
  readonly report: PlanReport | undefined;
  /** Nothing was taken out of it for this caller, so that parts of the answer need nothing of the others. */
  readonly isWhole: boolean;
  readonly denials: Granted['denials'];
  /** With the same grounds and the same rights `denials` says the same again; undefined when it has to be asked every time. */
  grounds(): object | undefined;
  readonly complete: Granted['complete'];
}

export type Refused = readonly GraphQLError[];

export function isRefused(outcome: unknown): outcome is Refused {
  return Array.isArray(outcome);
}
