import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentBody, responseKey } from './selections.ts';

/** What decides which fields of a selection an object has. */
export interface Collecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The value of a variable in @skip or @include. */
  readonly condition: (variable: string) => boolean;
}

/** The spec's CollectFields for one object type, with the conditions already decided. */
export function collectFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  { schema, fragments, condition }: Collecting,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, condition)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const same = fields.get(key);
        if (same) same.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      const body = fragmentBody(selection, fragments);
      if (body.condition === undefined || covers(schema, body.condition, type.name)) visit(body.selectionSet);
    }
  };
  sets.forEach(visit);
  return fields;
}

/** Whether a fragment on `condition` applies to an object of the type. */
export function covers(schema: GraphQLSchema, condition: string, objectType: string): boolean {
  if (condition === objectType) return true;
  const [named, object] = [schema.getType(condition), schema.getType(objectType)];
  return isAbstractType(named) && object !== undefined && schema.isSubType(named, object as GraphQLObjectType);
}

export function isIncluded(selection: SelectionNode, condition: (variable: string) => boolean): boolean {
  for (const directive of selection.directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.[0]?.value;
    const on =
      value?.kind === Kind.VARIABLE ? condition(value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    if (on === (name === 'skip')) return false;
  }
  return true;
}
