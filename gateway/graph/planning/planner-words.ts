import type { QueryPlan } from '@apollo/query-planner';

/** What a planner thread is started with. */
export interface PlannerSetting {
  /** The full text of the supergraph. */
  readonly sdl: string;
  /** The one to plan on when a question says so. */
  readonly apartSdl: string | undefined;
}

export interface PlannerQuestion {
  readonly id: number;
  /** The document: text is what both sides can make again, and it is smaller than a tree. */
  readonly text: string;
  readonly operationName: string | undefined;
  /** Labels of progressive overrides that are on. */
  readonly overrides: readonly string[];
  readonly apart: boolean;
}

/** The planner broke off over an operation that the schema accepts. */
export type NoPlan = 'NO_PLAN';

/** A plan is data; a fault without a code is one of our own, and no fault of the document. */
export interface PlannerAnswer {
  readonly id: number;
  readonly plan?: QueryPlan;
  readonly fault?: { readonly message: string; readonly code: string | undefined };
}

/**
 * What a thread says: that it has read its supergraph, then for each question that it begins to plan (the planner for it is there, which
 * takes time of its own once) and one answer.
 */
export type PlannerWord = 'ready' | 'planning' | PlannerAnswer;
