import type { DeferredNode, DeferNode, PlanNode } from '@apollo/query-planner';
import { Kind, type GraphQLCompositeType, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { batchGroupsOf } from '../plan/batches.ts';
import { markContested } from '../plan/contested.ts';
import type { DeferredPart, Executable, PartShape, Step } from '../plan/plan.ts';
import { compileObject, type Selected } from '../plan/projection.ts';
import { stepsOf, type StepRules } from '../plan/steps.ts';
import type { Tuning } from '../plan/tuning.ts';
import type { Snapshot } from '../snapshot.ts';
import { divide, type DeferredFragment } from './deferred-fragments.ts';

export interface DeferredPlanInput {
  readonly snapshot: Snapshot;
  readonly operation: OperationDefinitionNode;
  readonly plan: DeferNode;
  readonly selected: Selected;
  readonly tuning: Tuning;
  readonly rules: StepRules;
}

/** What the planner wants to be fetched for one label, and after which fetches. */
interface Planned {
  readonly node: PlanNode | undefined;
  readonly after: readonly string[];
}

/** The plan of an operation of which some is deferred, for one set of condition values: the primary part, and what comes after it. */
export function compileDeferred(input: DeferredPlanInput): Executable {
  const { snapshot, operation, plan, selected, tuning, rules } = input;
  const planned = new Map<string, Planned>();
  plan.deferred.forEach((block) => collect(block, planned));
  const steps = stepsOf(plan.primary.node, rules);
  const later = new Map([...planned].map(([label, { node }]) => [label, stepsOf(node, rules)] as const));
  const all = [...steps, ...[...later.values()].flat()];
  markContested(all); // the parts write into one tree
  const fetches = new Set(all.flatMap((step) => step.fetch.id ?? []));
  const executable = (own: readonly Step[]): Executable => ({
    steps: own,
    groups: batchGroupsOf(own, snapshot, tuning), // never across parts: one would wait for the other
    first: own.filter((step) => step.waitsFor === 0),
    project: undefined,
  });
  const shapeOf = (type: GraphQLCompositeType, selectionSet: SelectionSetNode): PartShape => ({
    type,
    selectionSet,
    project: tuning.projection ? projectionOrNone(selected, type, selectionSet) : undefined,
  });
  const partOf = (fragment: DeferredFragment): DeferredPart => ({
    fragment,
    shape: shapeOf(fragment.type, fragment.selectionSet),
    plan: executable(later.get(fragment.label) ?? []),
    // a fetch that a condition left out is waited for by nobody
    waitsFor: new Set(planned.get(fragment.label)?.after.filter((id) => fetches.has(id))),
    children: fragment.children.map(partOf),
  });
  const { selectionSet, deferred } = divide(operation, selected);
  const root = selected.schema.getRootType(operation.operation)!;
  const parts = deferred.map(partOf);
  return { ...executable(steps), deferred: { primary: shapeOf(root, selectionSet), parts } };
}

/** A block in which more is deferred is a plan of the same kind again. */
function collect({ label, node, depends }: DeferredNode, into: Map<string, Planned>): void {
  if (label === undefined) throw new Error('a deferred part without a label');
  const isNested = node?.kind === 'Defer';
  into.set(label, { node: isNested ? node.primary.node : node, after: depends.map(({ id }) => id) });
  if (isNested) node.deferred.forEach((block) => collect(block, into));
}

function projectionOrNone(selected: Selected, type: GraphQLCompositeType, set: SelectionSetNode) {
  try {
    return compileObject(selected, type, { ...set, kind: Kind.SELECTION_SET });
  } catch {
    return undefined;
  }
}
