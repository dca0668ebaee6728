import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * What of the API a document relies on: `Type`, `Type.field`, `Type.field.argument`; and `Input.*` or `Enum.*` for what its variables may
 * hold or its answers may say, which the text does not tell.
 */
export function usedCoordinates(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<string> {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  const addInput = (type: GraphQLInputType): void => {
    const named = getNamedType(type);
    if (isEnumType(named)) used.add(named.name).add(`${named.name}.*`);
    if (!isInputObjectType(named) || used.has(`${named.name}.*`)) return;
    used.add(named.name).add(`${named.name}.*`);
    for (const field of Object.values(named.getFields())) addInput(field.type);
  };
  const definitions = document.definitions.filter((one) => one === operation || one.kind === 'FragmentDefinition');
  visit(
    { ...document, definitions },
    visitWithTypeInfo(info, {
      Field() {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        if (!parent || !field || field.name.startsWith('__')) return;
        used.add(parent.name).add(`${parent.name}.${field.name}`);
        const named = getNamedType(field.type);
        used.add(named.name);
        if (isEnumType(named)) used.add(`${named.name}.*`);
      },
      Argument({ name }) {
        const field = info.getFieldDef();
        const parent = info.getParentType();
        const argument = info.getArgument();
        if (!field || !parent || !argument || field.name.startsWith('__')) return;
        used.add(`${parent.name}.${field.name}.${name.value}`);
        addInput(argument.type);
      },
    }),
  );
  return used;
}
