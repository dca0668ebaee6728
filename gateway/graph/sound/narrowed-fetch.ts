import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { replaceFetches } from '../plan/replace-fetches.ts';
import type { Doubt } from './soundness.ts';
import type { Ground } from './ground.ts';

/** The plan whose fetches leave out the object types that they would ask for nothing: their inputs were not fetched, and nobody asks. */
export function narrowedTo(plan: QueryPlan, idle: readonly Doubt[], ground: Ground): QueryPlan {
  if (idle.length === 0) return plan;
  const left = new Map<FetchNode, Set<string>>();
  for (const { fetch, type } of idle) left.set(fetch, (left.get(fetch) ?? new Set<string>()).add(type));
  return replaceFetches(plan, (fetch) => {
    const types = left.get(fetch);
    if (types === undefined || !fetch.requires) return [fetch];
    const requires = fetch.requires.flatMap((each) => withoutTypes(each, types, ground));
    return requires.length === 0 ? [] : [{ ...fetch, requires }];
  });
}

/** A fragment on an interface becomes one for each of its types that stay. */
function withoutTypes(
  selection: QueryPlanSelectionNode,
  types: ReadonlySet<string>,
  { possibleTypes }: Ground,
): QueryPlanSelectionNode[] {
  if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) return [selection];
  const covered = [...(possibleTypes.get(selection.typeCondition) ?? [])];
  if (!covered.some((type) => types.has(type))) return [selection];
  return covered.filter((type) => !types.has(type)).map((typeCondition) => ({ ...selection, typeCondition }));
}
