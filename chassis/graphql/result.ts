import { createUnionType } from 'type-graphql';
import { isRefusal } from '#kernel/refusal';

type Class = abstract new () => object;

/**
 * The union that a mutation answers with: its success type first, then every refusal that can happen. A refusal is recognised by its
 * `name`, which is its GraphQL type; anything else is the success.
 */
export function resultUnion<const Types extends readonly [Class, ...Class[]]>(
  name: string,
  types: Types,
  description = `${types[0].name}, or the reason why not.`,
) {
  const names = new Set(types.map((type) => type.name));
  return createUnionType({
    name,
    description,
    types: () => types as unknown as [new () => object, ...(new () => object)[]],
    resolveType: (value: object) => {
      if (!isRefusal(value)) return types[0].name;
      if (!names.has(value.name)) throw new Error(`${name} does not list the refusal ${value.name}`);
      return value.name;
    },
  });
}
