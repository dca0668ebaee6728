import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isAbstractType, Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { isIncluded } from './collect-fields.ts';
import { writtenSelection } from './contested.ts';
import type { PlannedStep } from './plan.ts';
import { fragmentBody, fragmentsOf, responseKey, treeKey } from './selections.ts';
import type { Asking } from './trails.ts';

/** How a selection is read. */
type Written = Pick<Asking, 'fragments' | 'condition'>;

/**
 * Steps that are for nothing with these values of @skip and @include: the client asks for nothing of what they fetch, and no other step
 * needs it. The planner leaves out a fetch whose fields have one condition, and not one whose fields are all skipped each by its own.
 */
export function idleSteps(steps: readonly PlannedStep[], client: Asking): ReadonlySet<PlannedStep> {
  const idle = new Set(steps);
  if (steps.some(({ fetch }) => fetch.contextRewrites?.length)) return new Set(); // they read what no representation names
  const needed = new Set(pathsIn(client.operation.selectionSet, client, responseKey));
  const isNeeded = (step: PlannedStep): boolean =>
    tellsTypes(step, client) || writtenBy(step, client.condition).some((path) => needed.has(path));
  for (let before = -1; before !== idle.size;) {
    before = idle.size;
    for (const step of [...idle].reverse()) {
      if (!isNeeded(step)) continue;
      idle.delete(step);
      for (const path of readBy(step)) needed.add(path);
    }
  }
  return idle;
}

/** Where an interface is all that is known, the names of the object types are asked for, for everything else that comes of them. */
function tellsTypes(step: PlannedStep, { schema, condition }: Asking): boolean {
  const isOfInterface = step.fetch.requires?.some(
    (each) => each.kind === 'InlineFragment' && isAbstractType(schema.getType(each.typeCondition ?? '')),
  );
  return (
    isOfInterface === true && namesTypes(writtenSelection(step), { fragments: fragmentsOf(step.document), condition })
  );
}

function namesTypes(set: SelectionSetNode, on: Written): boolean {
  return set.selections.some((selection) => {
    if (!isIncluded(selection, on.condition)) return false;
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    return namesTypes(fragmentBody(selection, on.fragments).selectionSet, on);
  });
}

function writtenBy(step: PlannedStep, condition: Asking['condition']): string[] {
  const fragments = fragmentsOf(step.document);
  const keyOf = (field: FieldNode): string => treeKey(step.fetch, field);
  return pathsIn(writtenSelection(step), { fragments, condition }, keyOf, pathTo(step));
}

/** Where the data tree has what a step needs, and the objects on the way there. */
function readBy(step: PlannedStep): string[] {
  const onTheWay = step.path.map((_, i) => pathTo({ path: step.path.slice(0, i + 1) }));
  return [...onTheWay, ...pathsOf(step.fetch.requires ?? [], pathTo(step))];
}

function pathsOf(selections: readonly QueryPlanSelectionNode[], at: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return pathsOf(selection.selections, at);
    if (selection.name === '__typename') return [];
    const path = `${at}.${selection.alias ?? selection.name}`;
    return [path, ...pathsOf(selection.selections ?? [], path)];
  });
}

function pathTo({ path }: Pick<PlannedStep, 'path'>): string {
  return path
    .filter((part) => part !== '@')
    .map((key) => `.${key}`)
    .join('');
}

/** `.things.price`: every field that is not skipped, on whatever type; type names come with everything else. */
function pathsIn(set: SelectionSetNode, on: Written, keyOf: (field: FieldNode) => string, at = ''): string[] {
  return set.selections.flatMap((selection) => {
    if (!isIncluded(selection, on.condition)) return [];
    if (selection.kind !== Kind.FIELD)
      return pathsIn(fragmentBody(selection, on.fragments).selectionSet, on, keyOf, at);
    if (selection.name.value === '__typename') return [];
    const path = `${at}.${keyOf(selection)}`;
    return selection.selectionSet ? [path, ...pathsIn(selection.selectionSet, on, keyOf, path)] : [path];
  });
}
