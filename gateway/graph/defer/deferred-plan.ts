import type { DeferredNode, DeferNode, PlanNode } from '@apollo/query-planner';
import { Kind, type GraphQLCompositeType, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { batchGroupsOf } from '../plan/batches.ts';
import { markContested } from '../plan/contested.ts';
import type { DeferredPart, Executable, PartShape, Step } from '../plan/plan.ts';
import { compileObject, type Selected } from '../plan/projection.ts';
import { linked, outlineOf, type Linked, type StepRules } from '../plan/steps.ts';
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
  const first = outlineOf(plan.primary.node, rules);
  const outlines = new Map([...planned].map(([label, { node }]) => [label, outlineOf(node, rules)] as const));
  const idle = rules.idle([first, ...outlines.values()].flatMap(({ steps }) => steps));
  const { steps, over } = linked(first, idle);
  const later = new Map([...outlines].map(([label, outline]) => [label, linked(outline, idle)] as const));
  markContested([...steps, ...[...later.values()].flatMap((part) => part.steps)]); // the parts write into one tree
  const overBy = { first: over, later, planned };
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
    plan: executable(later.get(fragment.label)?.steps ?? []),
    waitsFor: new Set(planned.get(fragment.label)?.after.flatMap((id) => stepsBefore(id, overBy))),
    children: fragment.children.map(partOf),
  });
  const { selectionSet, deferred } = divide(operation, selected);
  const root = selected.schema.getRootType(operation.operation)!;
  const parts = deferred.map(partOf);
  return { ...executable(steps), deferred: { primary: shapeOf(root, selectionSet), parts } };
}

interface OverBy {
  readonly first: Linked['over'];
  readonly later: ReadonlyMap<string, Linked>;
  readonly planned: ReadonlyMap<string, Planned>;
}

/** The steps that are over when a fetch is; one that is not made, and is the first of its part, is over with what the part waits for. */
function stepsBefore(id: string, by: OverBy): readonly Step[] {
  const own = by.first.get(id);
  if (own) return own;
  const [label, part] = [...by.later].find(([, { over }]) => over.has(id)) ?? [];
  if (label === undefined) return [];
  const steps = part!.over.get(id)!;
  return steps.length > 0 ? steps : by.planned.get(label)!.after.flatMap((before) => stepsBefore(before, by));
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
