import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import type { SubgraphText } from '../compose.ts';

export type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

export function objectsOf(sdl: string): ObjectNode[] {
  return parse(sdl).definitions.filter(
    (node): node is ObjectNode => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

/** The subgraph that owns each entity, which is the one that says most about it: all others only contribute fields or refer to it. */
export function ownersOf(subgraphs: readonly SubgraphText[]): Map<string, string> {
  const best = new Map<string, { subgraph: string; weight: number }>();
  for (const { name, sdl } of subgraphs) {
    for (const type of objectsOf(sdl)) {
      if (keyFields(type).size === 0) continue;
      const weight = marked(type) ? -1 : ownFields(type).length;
      const rival = best.get(type.name.value);
      if (!rival || weight > rival.weight) best.set(type.name.value, { subgraph: name, weight });
    }
  }
  return new Map([...best].map(([type, { subgraph }]) => [type, subgraph]));
}

/** The fields that are neither key nor somebody else's. */
export function ownFields(type: ObjectNode): FieldDefinitionNode[] {
  const keys = keyFields(type);
  return (type.fields ?? []).filter((field) => !keys.has(field.name.value) && !has(field, 'external'));
}

export function keyFields(type: ObjectNode): Set<string> {
  const fields = new Set<string>();
  for (const directive of type.directives ?? []) {
    if (directive.name.value !== 'key') continue;
    const value = argument(directive, 'fields');
    for (const word of value?.match(/\w+/g) ?? []) fields.add(word);
  }
  return fields;
}

export function has(node: { directives?: readonly ConstDirectiveNode[] }, name: string): boolean {
  return (node.directives ?? []).some((directive) => directive.name.value === name);
}

/** Marked as somebody else's: `@extends`, or a key that this subgraph does not resolve. */
function marked(type: ObjectNode): boolean {
  const unresolvable = (type.directives ?? []).some((directive) =>
    (directive.arguments ?? []).some(
      (arg) => arg.name.value === 'resolvable' && arg.value.kind === Kind.BOOLEAN && !arg.value.value,
    ),
  );
  return unresolvable || has(type, 'extends') || type.kind === Kind.OBJECT_TYPE_EXTENSION;
}

/** A string argument of a directive. */
export function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = (directive.arguments ?? []).find((arg) => arg.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
