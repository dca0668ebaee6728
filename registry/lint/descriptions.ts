import { Kind, parse, type DefinitionNode } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import type { Finding } from './finding.ts';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** Every type, field, argument and enum value says what it is: the schema is the manual. */
export function undescribed({ name, sdl }: SubgraphText): Finding[] {
  const where: string[] = [];
  const ask = (node: { description?: unknown }, path: string) => node.description ?? where.push(path);
  for (const definition of parse(sdl).definitions) visit(definition, ask);
  return where.map((path) => ({ check: 'described', where: `${name} ${path}`, message: 'has no description' }));
}

function visit(definition: DefinitionNode, ask: (node: { description?: unknown }, path: string) => unknown): void {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_EXTENSION: {
      const type = definition.name.value;
      if (!ROOTS.has(type) && 'description' in definition) ask(definition, type);
      for (const field of definition.fields ?? []) {
        ask(field, `${type}.${field.name.value}`);
        for (const arg of field.arguments ?? []) ask(arg, `${type}.${field.name.value}(${arg.name.value}:)`);
      }
      return;
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      ask(definition, definition.name.value);
      for (const field of definition.fields ?? []) ask(field, `${definition.name.value}.${field.name.value}`);
      return;
    case Kind.ENUM_TYPE_DEFINITION:
      ask(definition, definition.name.value);
      for (const value of definition.values ?? []) ask(value, `${definition.name.value}.${value.name.value}`);
      return;
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      ask(definition, definition.name.value);
      return;
    default:
  }
}
