import { createUnionType, getMetadataStorage } from 'type-graphql';
import { isRefusal } from '#kernel/refusal';

type Class = abstract new () => object;

/**
 * The union that a mutation answers with: its success type first, then every refusal that can happen. A refusal is recognised by its
 * `name`, which is its GraphQL type; anything else is the success.
 */
export function resultUnion<const Types extends readonly [Class, ...Class[]]>(
  name: string,
  types: Types,
  description = 'What was done, or the reason why not.',
) {
  return createUnionType({
    name,
    description,
    types: () => types as unknown as [new () => object, ...(new () => object)[]],
    resolveType: (value: object) => {
      if (!isRefusal(value)) return graphqlName(types[0]);
      if (!types.some((type) => graphqlName(type) === value.name)) {
        throw new Error(`${name} does not list the refusal ${value.name}`);
      }
      return value.name;
    },
  });
}

/** A class may carry a marked name (`NoteType`) where its GraphQL type has the plain one (`Note`). */
function graphqlName(type: Class): string {
  const found = getMetadataStorage().objectTypes.find((objectType) => objectType.target === type);
  if (!found) throw new Error(`${type.name} is not an @ObjectType`);
  return found.name;
}
