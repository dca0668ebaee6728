import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { RequiredField, SeparatedArguments } from './required-arguments.ts';
import { fragmentBody, fragmentsOf, operationOf } from './selections.ts';

/** The fetch itself, or one per set of its fields whose required arguments agree: a representation says each name once. */
export function agreeingParts(fetch: FetchNode, separated: SeparatedArguments): FetchNode[] {
  const wanted = wantedIn(fetch.requires ?? [], separated.fields);
  if (!disagree(wanted)) return [fetch];
  const groups: { items: Item[]; wants: string[] }[] = [];
  for (const item of itemsOf(fetch.operationDocumentNode!)) {
    const needs = needsOf(fetch.serviceName, item.field, separated);
    const wants = wanted.filter((one) => needs.has(one));
    let group = groups.find((each) => !disagree([...each.wants, ...wants]));
    if (group === undefined) groups.push((group = { items: [], wants: [] }));
    group.items.push(item);
    group.wants.push(...wants);
  }
  return groups.map(({ items, wants }) => {
    const dropped = new Set(wanted.filter((one) => !wants.includes(one)));
    return partOf(fetch, items, without(fetch.requires!, dropped, separated.fields));
  });
}

/** One field of an entity selection, in the inline fragments that it stands in. */
export interface Item {
  readonly field: FieldNode;
  readonly wrapped: SelectionNode;
}

type Fields = ReadonlyMap<string, RequiredField>;

/** By the name of the field, on whatever type: of an interface, what one of its types needs. */
function needsOf(service: string, field: FieldNode, { requiredBy }: SeparatedArguments): Set<string> {
  const needs = new Set<string>();
  for (const [key, names] of requiredBy)
    if (key.startsWith(`${service}|`) && key.endsWith(`.${field.name.value}`))
      for (const name of names) needs.add(name);
  return needs;
}

/** `maker.turnover=turnover_required_1`: the real place in a representation, and what the planner calls it. */
function wantedIn(requires: readonly QueryPlanSelectionNode[], fields: Fields, at = ''): string[] {
  const wanted = requires.flatMap((selection): string[] => {
    if (selection.kind === 'InlineFragment') return wantedIn(selection.selections, fields, at);
    const place = at + (fields.get(selection.name)?.name ?? selection.name);
    const below = selection.selections ? wantedIn(selection.selections, fields, `${place}.`) : [];
    return fields.has(selection.name) ? [`${place}=${selection.name}`, ...below] : below;
  });
  return [...new Set(wanted)];
}

function without(
  requires: readonly QueryPlanSelectionNode[],
  dropped: ReadonlySet<string>,
  fields: Fields,
  at = '',
): QueryPlanSelectionNode[] {
  return requires.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment')
      return [{ ...selection, selections: without(selection.selections, dropped, fields, at) }];
    const place = at + (fields.get(selection.name)?.name ?? selection.name);
    if (dropped.has(`${place}=${selection.name}`)) return [];
    if (!selection.selections) return [selection];
    const selections = without(selection.selections, dropped, fields, `${place}.`);
    return selections.length === 0 ? [] : [{ ...selection, selections }];
  });
}

function disagree(wanted: readonly string[]): boolean {
  const places = new Map<string, string>();
  return wanted.some((one) => {
    const place = one.slice(0, one.indexOf('='));
    const known = places.get(place);
    places.set(place, one);
    return known !== undefined && known !== one;
  });
}

export function itemsOf(document: DocumentNode): Item[] {
  const walk = (selections: readonly SelectionNode[], wrap: (inner: SelectionNode) => SelectionNode): Item[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [{ field: selection, wrapped: wrap(selection) }];
      if (selection.kind !== Kind.INLINE_FRAGMENT) throw new Error('a fragment that was not written out');
      return walk(selection.selectionSet.selections, (inner) => wrap({ ...selection, selectionSet: setOf([inner]) }));
    });
  return walk(withoutSpreads(document).selections, (inner) => inner);
}

/** The selection below `_entities` with its named fragments written out. */
function withoutSpreads(document: DocumentNode): SelectionSetNode {
  const entities = operationOf(document).selectionSet.selections[0];
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) throw new Error('an entity fetch without _entities');
  return writtenOut(entities.selectionSet, fragmentsOf(document));
}

/** A selection with its named fragments written out. */
export function writtenOut(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  return visit(set, {
    FragmentSpread: (spread) => {
      const { condition, selectionSet } = fragmentBody(spread, fragments);
      const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition! } } as const;
      const { directives } = spread;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        directives,
        selectionSet: writtenOut(selectionSet, fragments),
      };
    },
  });
}

/** The fetch of these fields alone, with a representation of its own. */
export function partOf(fetch: FetchNode, items: readonly Item[], requires: QueryPlanSelectionNode[]): FetchNode {
  return { ...asking(fetch, setOf(items.map((item) => item.wrapped))), requires };
}

/** The fetch with another selection on what it asks for: on its entities, or on a root type. It names no fragments. */
export function asking(fetch: FetchNode, asked: SelectionSetNode): FetchNode {
  const operation = operationOf(fetch.operationDocumentNode!);
  const entities = operation.selectionSet.selections[0] as FieldNode;
  const selectionSet = fetch.requires ? setOf([{ ...entities, selectionSet: asked }]) : asked;
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet, variableDefinitions }],
  };
  return {
    ...fetch,
    variableUsages: fetch.variableUsages?.filter((name) => used.has(name)),
    operationDocumentNode: document,
    operation: print(document),
  };
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
