import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { SubgraphText } from '../compose.ts';
import type { Finding } from './finding.ts';

/**
 * What the door could not charge for: `@listSize` that names an argument or a list which is not there (no composer says so), a connection
 * without one, and `@cost` where the door does not look.
 */
export function unchargeable({ name, sdl }: SubgraphText): Finding[] {
  const document = parse(sdl);
  const fields = fieldsByType(document);
  const findings: Finding[] = [];
  const say = (where: string, message: string) =>
    findings.push({ check: 'cost', where: `${name}.graphql ${where}`, message });
  for (const [type, own] of fields)
    for (const field of own) {
      const where = `${type}.${field.name.value}`;
      const given = field.directives?.find((directive) => directive.name.value === 'listSize');
      const below = fields.get(namedIn(field.type)) ?? [];
      if (!given) {
        if (below.some(isEdges))
          say(where, 'gives a connection of unsaid size: add @listSize with its slicingArguments');
        continue;
      }
      for (const argument of textsIn(given, 'slicingArguments'))
        if (!field.arguments?.some((one) => one.name.value === argument && namedIn(one.type) === 'Int'))
          say(where, `@listSize names the argument ${argument}, and there is no such Int`);
      for (const list of textsIn(given, 'sizedFields'))
        if (!below.some((one) => one.name.value === list && isList(one.type)))
          say(where, `@listSize names the field ${list}, and ${namedIn(field.type)} has no such list`);
    }
  visit(document, {
    InputObjectTypeDefinition({ name: input, fields: own = [] }) {
      for (const field of own)
        if (field.directives?.some((directive) => directive.name.value === 'cost'))
          say(
            `${input.value}.${field.name.value}`,
            '@cost is not charged on the fields of an input: put it on the argument',
          );
    },
  });
  return findings;
}

function fieldsByType(document: DocumentNode): Map<string, readonly FieldDefinitionNode[]> {
  const fields = new Map<string, readonly FieldDefinitionNode[]>();
  for (const one of document.definitions)
    if (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION)
      fields.set(one.name.value, [...(fields.get(one.name.value) ?? []), ...(one.fields ?? [])]);
  return fields;
}

function isEdges({ name }: FieldDefinitionNode): boolean {
  return name.value === 'edges';
}

function namedIn(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedIn(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

function textsIn(directive: ConstDirectiveNode, argument: string): string[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
