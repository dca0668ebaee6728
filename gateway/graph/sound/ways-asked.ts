import { Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentBody, fragmentsOf, operationIn, responseKey } from '../plan/selections.ts';
import type { Ground } from './ground.ts';
import { distinct, narrowed, type When } from './when.ts';

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Response keys to the objects. */
  readonly keys: readonly string[];
  /** Their object type. */
  readonly type: string;
  /** Names of the fields that are looked for on them, under whatever response key. */
  readonly fields: ReadonlySet<string>;
}

interface Selected {
  readonly set: SelectionSetNode;
  readonly when: When;
}

/** Under which conditions the client asks for one of the fields on objects of this type at this place: none when never. */
export function waysAsked(
  { document, operationName, keys, type, fields }: Asked,
  { possibleTypes }: Pick<Ground, 'possibleTypes'>,
): readonly When[] {
  const fragments = fragmentsOf(document);
  const isOfType = (condition: string): boolean => possibleTypes.get(condition)?.has(type) === true;
  let places: Selected[] = [{ set: operationIn(document, operationName).selectionSet, when: new Map() }];
  for (const key of keys) {
    const below: Selected[] = [];
    for (const { set, when } of places)
      eachField(set, when, fragments, anyType, (field, under) => {
        if (responseKey(field) === key && field.selectionSet) below.push({ set: field.selectionSet, when: under });
      });
    places = below;
  }
  const ways: When[] = [];
  for (const { set, when } of places)
    eachField(set, when, fragments, isOfType, (field, under) => {
      if (fields.has(field.name.value)) ways.push(under);
    });
  return distinct(ways);
}

const anyType = (): boolean => true;

function eachField(
  set: SelectionSetNode,
  when: When,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  isOfType: (condition: string) => boolean,
  visit: (field: FieldNode, when: When) => void,
): void {
  for (const selection of set.selections) {
    const under = narrowed(when, selection);
    if (under === undefined) continue;
    if (selection.kind === Kind.FIELD) visit(selection, under);
    else {
      const { condition, selectionSet } = fragmentBody(selection, fragments);
      if (condition === undefined || isOfType(condition)) eachField(selectionSet, under, fragments, isOfType, visit);
    }
  }
}
