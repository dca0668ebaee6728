import { Kind, type FieldDefinitionNode, type TypeNode } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import { has, keyFields, objectsOf, ownersOf, ownFields, type ObjectNode } from './entities.ts';
import type { Finding } from './finding.ts';

/** What may be down must be nullable: one subgraph down leaves the rest of the page standing. */
export function wronglyRequired(subgraphs: readonly SubgraphText[]): Finding[] {
  const owners = ownersOf(subgraphs);
  return subgraphs.flatMap((subgraph) =>
    objectsOf(subgraph.sdl).flatMap((type) => {
      const found: Finding[] = [];
      const say = (field: FieldDefinitionNode, why: string) =>
        found.push({
          check: 'nullable',
          where: `${subgraph.name} ${type.name.value}.${field.name.value}`,
          message: `must be nullable: ${why}`,
        });
      for (const field of type.fields ?? []) {
        const why = reason(type, field, subgraph.name, owners);
        if (why) say(field, why);
      }
      return found;
    }),
  );
}

function reason(
  type: ObjectNode,
  field: FieldDefinitionNode,
  subgraph: string,
  owners: Map<string, string>,
): string | null {
  const typeName = type.name.value;
  const required = field.type.kind === Kind.NON_NULL_TYPE;
  if (required && (typeName === 'Query' || typeName === 'Mutation')) {
    return has(field, 'inaccessible') ? null : 'it is a root field';
  }
  const owner = owners.get(typeName);
  if (required && owner && owner !== subgraph && ownFields(type).includes(field))
    return `it is contributed to ${typeName}, which ${owner} owns`;
  if (typeName.endsWith('Edge') && field.name.value === 'node' && required) return 'it is the node of a connection';
  if (typeName.endsWith('Connection') && field.name.value === 'nodes' && itemRequired(field.type))
    return 'its items are nodes of a connection';
  const target = owners.get(namedType(field.type));
  const foreign = target !== undefined && target !== subgraph && !keyFields(type).has(field.name.value);
  if (foreign && (required || itemRequired(field.type)) && !isList(field.type))
    return `it refers to ${namedType(field.type)}, which ${target} owns`;
  if (foreign && itemRequired(field.type)) return `its items refer to ${namedType(field.type)}, which ${target} owns`;
  return null;
}

function bare(type: TypeNode): TypeNode {
  return type.kind === Kind.NON_NULL_TYPE ? type.type : type;
}

function isList(type: TypeNode): boolean {
  return bare(type).kind === Kind.LIST_TYPE;
}

function itemRequired(type: TypeNode): boolean {
  const list = bare(type);
  return list.kind === Kind.LIST_TYPE && list.type.kind === Kind.NON_NULL_TYPE;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
