import {
  getNamedType,
  isObjectType,
  isCompositeType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * What an answer contains: `Type:id` for each object whose `id` it shows under that name, `Type` where it shows objects without one.
 * A change of `Type:id` concerns answers with either; a change of `Type` (something came or went) concerns every answer that may contain it.
 */
export function tagsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  data: unknown,
): Set<string> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const tags = new Set<string>();

  const visit = (value: unknown, set: SelectionSetNode, type: GraphQLCompositeType): void => {
    if (Array.isArray(value)) return value.forEach((each) => visit(each, set, type));
    if (value === null || typeof value !== 'object') return;
    tag(value as Record<string, unknown>, type, showsId(set));
    below(value as Record<string, unknown>, set, type);
  };
  const tag = (value: Record<string, unknown>, type: GraphQLCompositeType, hasId: boolean): void => {
    const names = isObjectType(type) ? [type.name] : schema.getPossibleTypes(type).map(({ name }) => name);
    for (const name of names) tags.add(hasId && isId(value['id']) ? `${name}:${value['id']}` : name);
  };
  const below = (value: Record<string, unknown>, set: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
        const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
        below(value, fragment.selectionSet, isCompositeType(condition) ? condition : type);
      } else if (selection.selectionSet && 'getFields' in type) {
        const field = type.getFields()[selection.name.value];
        const next = field && getNamedType(field.type);
        if (isCompositeType(next))
          visit(value[(selection.alias ?? selection.name).value], selection.selectionSet, next);
      }
    }
  };
  /** Only where it stands without an alias and without a fragment is `id` surely the object's own. */
  const showsId = (set: SelectionSetNode): boolean =>
    set.selections.some((each) => each.kind === Kind.FIELD && !each.alias && each.name.value === 'id');

  below(data as Record<string, unknown>, operation.selectionSet, schema.getQueryType()!);
  return tags;
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
