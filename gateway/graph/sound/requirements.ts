import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { argumentsOf } from '../plan/selections.ts';
import type { Ground } from './ground.ts';

/** The selections below a field of this name, for objects of this type. */
export function fieldsNamed(
  sets: readonly SelectionSetNode[],
  name: string,
  type: string,
  ground: Pick<Ground, 'possibleTypes'>,
): SelectionSetNode[] {
  return sets
    .flatMap((set) => fieldsOf(set, type, ground))
    .flatMap((field) => (field.name.value === name && field.selectionSet ? [field.selectionSet] : []));
}

export function isNamed(
  sets: readonly SelectionSetNode[],
  name: string,
  type: string,
  ground: Pick<Ground, 'possibleTypes'>,
): boolean {
  return sets.some((set) => fieldsOf(set, type, ground).some((field) => field.name.value === name));
}

/** Whether a representation of this type brings all that is required. */
export function isGiven(
  requires: SelectionSetNode,
  type: string,
  given: readonly QueryPlanSelectionNode[],
  ground: Ground,
): boolean {
  const mine = given.flatMap((each) => ofType(each, type, ground));
  return fieldsOf(requires, type, ground).every((field) => {
    if (field.name.value === '__typename') return true;
    const same = mine.filter(
      ({ name, alias }) => name === field.name.value && requiredArguments(alias ?? name, ground) === argumentsOf(field),
    );
    if (same.length === 0) return false;
    if (!field.selectionSet) return true;
    const below = same.flatMap(({ selections }) => selections ?? []);
    return typesIn(field.selectionSet, ground).every((each) => isGiven(field.selectionSet!, each, below, ground));
  });
}

interface Place {
  readonly type: string;
  readonly service: string;
  readonly provided: readonly SelectionSetNode[];
}

/** Whether the subgraph has by itself what its field requires: of its own, or because the way here provides it. */
export function resolvesAlone(requires: SelectionSetNode, { type, service, provided }: Place, ground: Ground): boolean {
  return fieldsOf(requires, type, ground).every((field) => {
    const name = field.name.value;
    if (name === '__typename') return true;
    const definition = ground.owned.fieldOf(service, type, name);
    if (definition === undefined) return false;
    if (definition.external && !isNamed(provided, name, type, ground)) return false;
    if (!field.selectionSet) return true;
    const below = [...fieldsNamed(provided, name, type, ground), ...(definition.provides ? [definition.provides] : [])];
    return [...ground.owned.possible(service, definition.type)].every((each) =>
      resolvesAlone(field.selectionSet!, { type: each, service, provided: below }, ground),
    );
  });
}

/** The arguments that stand behind a name of the planner's own. */
export function requiredArguments(key: string, { required }: Pick<Ground, 'required'>): string {
  return argumentsOf(required.get(key) ?? {});
}

type GivenField = Extract<QueryPlanSelectionNode, { kind: 'Field' }>;

function ofType(selection: QueryPlanSelectionNode, type: string, ground: Pick<Ground, 'possibleTypes'>): GivenField[] {
  if (selection.kind === 'Field') return [selection];
  const { typeCondition, selections } = selection;
  if (typeCondition !== undefined && !ground.possibleTypes.get(typeCondition)?.has(type)) return [];
  return selections.flatMap((each) => ofType(each, type, ground));
}

function fieldsOf(set: SelectionSetNode, type: string, ground: Pick<Ground, 'possibleTypes'>): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value;
    if (condition !== undefined && !ground.possibleTypes.get(condition)?.has(type)) return [];
    return fieldsOf(selection.selectionSet, type, ground);
  });
}

/** The types that fragments of a selection name, and one that none of them names. */
function typesIn(set: SelectionSetNode, ground: Pick<Ground, 'possibleTypes'>): string[] {
  const named = set.selections.flatMap((selection) =>
    selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition
      ? [...(ground.possibleTypes.get(selection.typeCondition.name.value) ?? [])]
      : [],
  );
  return ['', ...new Set(named)];
}
