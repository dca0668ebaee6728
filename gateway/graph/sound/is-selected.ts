import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { eachField, fragmentBody, fragmentsOf, operationIn, responseKey } from '../plan/selections.ts';
import type { Ground } from './ground.ts';

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Response keys to the objects. */
  readonly keys: readonly string[];
  /** Their object type. */
  readonly type: string;
  /** Response keys of the fields that are looked for on them. */
  readonly fields: ReadonlySet<string>;
}

/** Whether the client asks for one of the fields on objects of this type at this place. */
export function isSelected(
  { document, operationName, keys, type, fields }: Asked,
  ground: Pick<Ground, 'possibleTypes'>,
): boolean {
  const fragments = fragmentsOf(document);
  let sets = [operationIn(document, operationName).selectionSet];
  for (const key of keys)
    sets = sets.flatMap((set) => {
      const below: SelectionSetNode[] = [];
      eachField(set, fragments, (field) => {
        if (responseKey(field) === key && field.selectionSet) below.push(field.selectionSet);
      });
      return below;
    });
  return sets.some((set) => names(set, fragments, type, fields, ground));
}

function names(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  type: string,
  fields: ReadonlySet<string>,
  ground: Pick<Ground, 'possibleTypes'>,
): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return fields.has(responseKey(selection));
    const { condition, selectionSet } = fragmentBody(selection, fragments);
    if (condition !== undefined && !ground.possibleTypes.get(condition)?.has(type)) return false;
    return names(selectionSet, fragments, type, fields, ground);
  });
}
