import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type SelectionNode } from 'graphql';
import { replaceFetches } from '../plan/replace-fetches.ts';
import { itemsOf, partOf, type Item } from '../plan/split-fetch.ts';
import { leavesOf } from './owned-fields.ts';
import { textOf, whenOf } from './when.ts';
import type { Ground } from './ground.ts';

/**
 * The plan with each entity fetch divided by what its fields require and under which conditions they are asked: a representation then
 * brings what its fields need and nothing else, so that what was not fetched for one of them costs no other its answer. The parts of a
 * fetch travel in one request.
 */
export function divided(plan: QueryPlan, ground: Ground, isDoubtful: (fetch: FetchNode) => boolean): QueryPlan {
  return replaceFetches(plan, (fetch) => (isDoubtful(fetch) ? partsByNeed(fetch, ground) : [fetch]));
}

interface Group {
  readonly items: Item[];
  readonly needs: ReadonlySet<string>;
}

function partsByNeed(fetch: FetchNode, ground: Ground): FetchNode[] {
  if (!fetch.requires || !fetch.operationDocumentNode) return [fetch];
  const groups = new Map<string, Group>();
  const ofAny = new Set<string>();
  for (const item of itemsOf(fetch.operationDocumentNode)) {
    const needs = needsOf(item, fetch, ground);
    for (const leaf of needs) ofAny.add(leaf);
    const when = whenOf(item.wrapped);
    if (when === undefined) continue;
    const key = `${[...needs].sort().join()} ${textOf(when)}`;
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { items: [item], needs });
  }
  return [...groups.values()].map(({ items, needs }) => {
    const others = new Set([...ofAny].filter((leaf) => !needs.has(leaf)));
    return partOf(fetch, items, withoutLeaves(fetch.requires!, keysSpared(fetch, others, ground)));
  });
}

/** `size.wide`: each leaf that the @requires of this field names, on whatever type. */
function needsOf({ field, wrapped }: Item, { serviceName }: FetchNode, { owned, possibleTypes }: Ground): Set<string> {
  const types = typesAround(wrapped).flatMap((type) => [type, ...(possibleTypes.get(type) ?? [])]);
  const sets = types.flatMap((type) => owned.fieldOf(serviceName, type, field.name.value)?.requires ?? []);
  return new Set(sets.flatMap((set) => leavesOf(set)));
}

function typesAround(selection: SelectionNode): string[] {
  if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
  const own = selection.typeCondition ? [selection.typeCondition.name.value] : [];
  return [...own, ...selection.selectionSet.selections.flatMap(typesAround)];
}

/** What another field requires may also be the key by which the entity is found: then it stays, unless a whole other key does. */
function keysSpared(
  { serviceName, requires = [] }: FetchNode,
  dropped: ReadonlySet<string>,
  ground: Ground,
): Set<string> {
  const types = requires.flatMap((each) => (each.kind === 'InlineFragment' ? (each.typeCondition ?? []) : []));
  const left = new Set(requires.flatMap((each) => givenLeaves(each)).filter((leaf) => !dropped.has(leaf)));
  const spared = new Set(dropped);
  for (const type of types.flatMap((name) => [name, ...(ground.possibleTypes.get(name) ?? [])])) {
    const keys = ground.owned.keysOf(serviceName, type);
    if (keys.some((key) => key.every((leaf) => left.has(leaf)))) continue;
    for (const leaf of keys.flat()) spared.delete(leaf);
  }
  return spared;
}

function givenLeaves(selection: QueryPlanSelectionNode, at = ''): string[] {
  if (selection.kind === 'InlineFragment') return selection.selections.flatMap((each) => givenLeaves(each, at));
  const path = at + selection.name;
  return selection.selections ? selection.selections.flatMap((each) => givenLeaves(each, `${path}.`)) : [path];
}

function withoutLeaves(
  selections: readonly QueryPlanSelectionNode[],
  dropped: ReadonlySet<string>,
  at = '',
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    const path = selection.kind === 'Field' ? at + selection.name : at;
    if (!selection.selections) return dropped.has(path) ? [] : [selection];
    const below = selection.kind === 'Field' ? `${path}.` : at;
    const left = withoutLeaves(selection.selections, dropped, below);
    const isEmptied = left.length < selection.selections.length && left.every(isTypename);
    return isEmptied ? [] : [{ ...selection, selections: left }];
  });
}

function isTypename(selection: QueryPlanSelectionNode): boolean {
  return selection.kind === 'Field' && selection.name === '__typename';
}
