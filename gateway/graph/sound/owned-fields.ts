import type {
  Directive,
  FieldDefinition,
  InterfaceType,
  ObjectType,
  Subgraph,
  Supergraph,
} from '@apollo/federation-internals';
import { baseType, isInterfaceType, isObjectType, isUnionType } from '@apollo/federation-internals';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { operationOf } from '../plan/selections.ts';

/** A field as one subgraph has it. */
export interface OwnedField {
  /** It is named there and not resolved there, except where @provides says so. */
  readonly external: boolean;
  /** What a representation has to bring for it. */
  readonly requires: SelectionSetNode | undefined;
  /** What is there below it although it is external. */
  readonly provides: SelectionSetNode | undefined;
  /** The name of its type, without lists. */
  readonly type: string;
}

/** What each subgraph of a supergraph resolves, as plain data. */
export interface OwnedFields {
  /** Undefined when the subgraph has no such field. */
  fieldOf(service: string, type: string, field: string): OwnedField | undefined;
  /** The object types of the supergraph that a value of this type can have when it comes from this subgraph. */
  possible(service: string, type: string): ReadonlySet<string>;
  /** The keys by which a subgraph finds objects of the type, each as its leaves: `number`, `customer.id`. */
  keysOf(service: string, type: string): readonly (readonly string[])[];
}

type PossibleTypes = ReadonlyMap<string, ReadonlySet<string>>;

export function ownedFieldsOf(supergraph: Supergraph, possibleTypes: PossibleTypes): OwnedFields {
  const fields = new Map<string, OwnedField>();
  const possible = new Map<string, ReadonlySet<string>>();
  const keys = new Map<string, string[][]>();
  for (const subgraph of supergraph.subgraphs()) {
    for (const type of subgraph.schema.types()) {
      if (!isObjectType(type) && !isInterfaceType(type) && !isUnionType(type)) continue;
      const members = isObjectType(type) ? [type] : isUnionType(type) ? type.types() : type.possibleRuntimeTypes();
      const names = members.flatMap(({ name }) => [...(possibleTypes.get(name) ?? [])]); // of an @interfaceObject: all
      possible.set(`${subgraph.name}|${type.name}`, new Set(names));
      if (isUnionType(type)) continue;
      keys.set(`${subgraph.name}|${type.name}`, keysOf(subgraph, type));
      for (const field of type.fields())
        fields.set(`${subgraph.name}|${type.name}.${field.name}`, ownedField(subgraph, field));
    }
  }
  const none: ReadonlySet<string> = new Set();
  return {
    fieldOf: (service, type, field) => fields.get(`${service}|${type}.${field}`),
    possible: (service, type) => possible.get(`${service}|${type}`) ?? possibleTypes.get(type) ?? none,
    keysOf: (service, type) => keys.get(`${service}|${type}`) ?? [],
  };
}

function keysOf(subgraph: Subgraph, type: InterfaceType | ObjectType): string[][] {
  const applied = type.appliedDirectivesOf(subgraph.metadata().keyDirective() as never) as unknown as Directive[];
  return applied.flatMap((key) => {
    const { fields, resolvable = true } = key.arguments() as { fields: string; resolvable?: boolean };
    return resolvable ? [leavesOf(selectionIn(fields))] : [];
  });
}

type AnyField = FieldDefinition<never>;

function ownedField(subgraph: Subgraph, field: unknown): OwnedField {
  const metadata = subgraph.metadata();
  const definition = field as AnyField;
  const selection = (directive: unknown): SelectionSetNode | undefined => {
    const [applied] = definition.appliedDirectivesOf(directive as never) as unknown as Directive[];
    const text = applied && (applied.arguments() as { fields?: unknown }).fields;
    return typeof text === 'string' ? selectionIn(text) : undefined;
  };
  return {
    external: metadata.isFieldExternal(definition),
    requires: selection(metadata.requiresDirective()),
    provides: selection(metadata.providesDirective()),
    type: baseType(definition.type!).name,
  };
}

/** `size.wide`: the leaves of a selection, on whatever type. */
export function leavesOf(set: SelectionSetNode, at = ''): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return leavesOf(selection.selectionSet, at);
    const path = at + selection.name.value;
    return selection.selectionSet ? leavesOf(selection.selectionSet, `${path}.`) : [path];
  });
}

function selectionIn(text: string): SelectionSetNode {
  return operationOf(parse(text.trimStart().startsWith('{') ? text : `{ ${text} }`, { noLocation: true })).selectionSet;
}
