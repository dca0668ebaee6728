import type { FetchNode } from '@apollo/query-planner';
import type { DocumentNode, GraphQLCompositeType, SelectionSetNode, VariableDefinitionNode } from 'graphql';
import type { DeferredFragment } from '../defer/deferred-fragments.ts';
import type { Merge } from './entity-merge.ts';
import type { Project, ProjectObject } from './projection.ts';
import type { RepresentationBuilder } from './representation.ts';
import type { Trail } from './trails.ts';

/** A compiled plan, for one set of values of the variables in @skip and @include. */
export interface Executable {
  readonly steps: readonly Step[];
  readonly groups: readonly BatchGroup[];
  readonly first: readonly Step[];
  /** Undefined when the operation can only be shaped by Apollo's generic code. */
  readonly project: Project | undefined;
  /** What is answered later, and how the answer is shaped then. */
  readonly deferred?: DeferredPlan;
}

/** How the data of one part becomes what the client asked for in it. */
export interface PartShape {
  readonly type: GraphQLCompositeType;
  readonly selectionSet: SelectionSetNode;
  /** Undefined when no code can be generated for it. */
  readonly project: ProjectObject | undefined;
}

/** A deferred fragment with what has to be fetched for it. */
export interface DeferredPart {
  readonly fragment: DeferredFragment;
  readonly shape: PartShape;
  readonly plan: Executable;
  /** Of other parts, those that have to be over before this one may begin. */
  readonly waitsFor: ReadonlySet<Step>;
  readonly children: readonly DeferredPart[];
}

export interface DeferredPlan {
  readonly primary: PartShape;
  readonly parts: readonly DeferredPart[];
}

/** One fetch at one response path. */
export interface PlannedStep {
  /** Response keys, and '@' for "every element of the list". */
  readonly path: readonly string[];
  /** Set when it is for some of the objects there: those on one of these ways. */
  readonly only?: readonly Trail[];
  readonly fetch: FetchNode;
  readonly document: DocumentNode;
}

/** One fetch of a plan. Entity steps travel in a batch group, the others carry their own request. */
export interface Step extends PlannedStep {
  readonly index: number;
  readonly service: string;
  /** Steps that wait for this one. */
  readonly dependents: number[];
  waitsFor: number;
  /** Length of the longest chain of steps before it; steps of one level may share a request. */
  level: number;
  /** Results may be attached by reference to several targets: no other step writes into the same nested object. */
  shareable: boolean;
  /** Set when the objects at `path` cannot change identity, so that several steps may share one walk. */
  walkKey?: string;
  group?: BatchGroup;
  slot?: Slot;
  request?: PreparedRequest;
}

/** One operation for one subgraph, ready to be sent; only variables are missing. */
export interface PreparedRequest {
  readonly service: string;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Names of the client's variables that it uses. */
  readonly variables: readonly string[];
  /** The entity selections in it, each with the names that its representations and its answer have here. */
  readonly parts: readonly RequestPart[];
}

export interface RequestPart {
  readonly slot: Slot;
  readonly representationsName: string;
  readonly answerKey: string;
}

/** One `_entities(...)` of a batched request. Steps with an identical selection share it, wherever their paths are. */
export interface Slot {
  readonly index: number;
  readonly identity: string;
  readonly selection: string;
  readonly fragments: ReadonlyMap<string, string>;
  readonly definitions: readonly VariableDefinitionNode[];
  readonly variables: readonly string[];
  readonly fetch: FetchNode;
  readonly steps: Step[];
  readonly representations: RepresentationBuilder;
  readonly merge: Merge;
  /** Answers contain objects, which must be cloned for targets that may diverge. */
  readonly hasObjects: boolean;
  /** Answers are rewritten in place by the target's type, so that every target needs its own. */
  readonly rewritten: boolean;
}

/** Every entity step of one subgraph and one level, and the earlier ones that nothing waits for: they may travel in one request. */
export interface BatchGroup {
  readonly index: number;
  readonly service: string;
  /** The level of the steps that others may wait for; a step of a lower one has sunk to here. */
  readonly level: number;
  readonly steps: Step[];
  readonly slots: Slot[];
  /** By bit mask of the slots that have something to ask. */
  readonly requests: Map<number, PreparedRequest>;
}
