import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { replaceFetches } from '../plan/replace-fetches.ts';
import type { Ground } from './ground.ts';
import type { When } from './when.ts';

/** A fetch asks for objects of this type although nobody does, or only under these conditions. */
export interface Idle {
  readonly fetch: FetchNode;
  readonly type: string;
  /** Under which somebody does: never, when there is none. */
  readonly ways: readonly When[];
}

/**
 * The plan whose fetches ask for objects of a type when the client does and not otherwise: of an interface, a fetch asks for all its types
 * what is wanted of one of them, and for the others its inputs were not fetched.
 */
export function narrowedTo(plan: QueryPlan, idle: readonly Idle[], ground: Ground): QueryPlan {
  if (idle.length === 0) return plan;
  const ofFetch = new Map<FetchNode, Map<string, readonly When[]>>();
  for (const { fetch, type, ways } of idle) {
    const known = ofFetch.get(fetch);
    if (known) known.set(type, ways);
    else ofFetch.set(fetch, new Map([[type, ways]]));
  }
  return replaceFetches(plan, (fetch) => {
    const types = ofFetch.get(fetch);
    if (types === undefined) return [fetch];
    const others = forTypes(fetch, (type) => !types.has(type), ground);
    const under = [...types].flatMap(([type, ways]) => {
      const [part] = forTypes(fetch, (each) => each === type, ground);
      return part ? ways.map((way) => conditional(part, way)) : [];
    });
    return [...others, ...under];
  });
}

/** The fetch for these types of objects; none when there are no such among its own. */
function forTypes(fetch: FetchNode, isOne: (type: string) => boolean, ground: Ground): FetchNode[] {
  const requires = (fetch.requires ?? []).flatMap((each) => ofTypes(each, isOne, ground));
  return requires.length === 0 ? [] : [{ ...fetch, requires }];
}

/** A fragment on an interface becomes one for each of its types that stay. */
function ofTypes(
  selection: QueryPlanSelectionNode,
  isOne: (type: string) => boolean,
  { possibleTypes }: Ground,
): QueryPlanSelectionNode[] {
  if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) return [selection];
  const covered = [...(possibleTypes.get(selection.typeCondition) ?? [])];
  if (covered.every(isOne)) return [selection];
  return covered.filter(isOne).map((typeCondition) => ({ ...selection, typeCondition }));
}

function conditional(fetch: FetchNode, way: When): PlanNode {
  return [...way].reduce<PlanNode>(
    (node, [condition, value]) => ({ kind: 'Condition', condition, [value ? 'ifClause' : 'elseClause']: node }),
    fetch,
  );
}
