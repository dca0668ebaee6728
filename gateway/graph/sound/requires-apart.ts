import type { QueryPlan } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { replaceFetches } from '../plan/replace-fetches.ts';
import { argumentOf, Chains, fieldNames, ofGraph } from './requires-chains.ts';

/** A supergraph to plan on in which fields of @requires chains have subgraphs of their own. */
export interface Apart {
  readonly sdl: string;
  /** Such a subgraph -> the one that it is part of. */
  readonly services: ReadonlyMap<string, string>;
}

type CompositeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A part of one subgraph: as the supergraph calls it, the only field with a @requires that it has, and what that names. */
interface Part {
  readonly graph: string;
  readonly of: string;
  readonly field: string;
  readonly required: ReadonlySet<string>;
}

/**
 * The planner loses its way where a @requires leads to a field that has a @requires itself and both may be asked of one subgraph: it merges
 * their fetches. So each field of such a chain is given, in a copy of the supergraph, a subgraph of its own: the same one under another
 * name, with its keys, and without what else has a @requires. What leads from one field of a chain to the next then crosses a border that
 * the planner respects. Undefined when there is no such chain.
 */
export function requiresApart(sdl: string): Apart | undefined {
  const document = parse(sdl, { noLocation: true });
  const parts = new Chains(document).fields().map(({ graph, field, required }, i): Part => {
    let name = `${graph}_APART_${i}`;
    while (sdl.includes(name)) name += '_';
    return { graph: name, of: graph, field, required };
  });
  if (parts.length === 0) return undefined;
  const services = new Map<string, string>();
  const division = new Division(document, parts, services);
  const definitions = document.definitions.map((definition) => division.apart(definition));
  return { sdl: print({ ...document, definitions }), services };
}

/** A plan on parts of subgraphs as one on the subgraphs. */
export function inWholeSubgraphs(plan: QueryPlan, { services }: Apart): QueryPlan {
  return replaceFetches(plan, (fetch) => {
    const serviceName = services.get(fetch.serviceName);
    return [serviceName === undefined ? fetch : { ...fetch, serviceName }];
  });
}

class Division {
  readonly #parts: readonly Part[];
  readonly #services: Map<string, string>;
  readonly #roots: ReadonlySet<string>;
  readonly #interfaces: ReadonlyMap<string, InterfaceTypeDefinitionNode>;

  constructor(document: DocumentNode, parts: readonly Part[], services: Map<string, string>) {
    this.#parts = parts;
    this.#services = services;
    const schema = document.definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION);
    this.#roots = new Set(schema?.operationTypes.map(({ type }) => type.name.value));
    this.#interfaces = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  apart(definition: DefinitionNode): DefinitionNode {
    switch (definition.kind) {
      case Kind.ENUM_TYPE_DEFINITION:
        if (definition.name.value === 'join__Graph') return this.#graphs(definition);
        return {
          ...definition,
          directives: this.#copied(definition.directives),
          values: definition.values?.map((value) => ({ ...value, directives: this.#copied(value.directives) })),
        };
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        return { ...definition, directives: this.#copied(definition.directives) };
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return {
          ...definition,
          directives: this.#copied(definition.directives),
          fields: definition.fields?.map((field) => ({ ...field, directives: this.#copied(field.directives) })),
        };
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        if (this.#roots.has(definition.name.value)) return definition;
        return {
          ...definition,
          directives: this.#copied(definition.directives),
          fields: definition.fields?.map((field) => this.#field(definition, field)),
        };
      default:
        return definition;
    }
  }

  #graphs(node: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
    const values = this.#parts.map(({ graph, of }) => {
      const whole = node.values!.find(({ name }) => name.value === of)!;
      const service = argumentOf(whole.directives![0]!, 'name')!;
      const name = `${service}_${graph.toLowerCase()}`;
      this.#services.set(name, service);
      const directives = whole.directives!.map((each) =>
        withArgument(each, 'name', { kind: Kind.STRING, value: name }),
      );
      return { ...whole, name: { ...whole.name, value: graph }, directives };
    });
    return { ...node, values: [...node.values!, ...values] };
  }

  /** Every word that is said about a subgraph is said about its parts as well. */
  #copied(directives: readonly ConstDirectiveNode[] = [], parts = this.#parts): ConstDirectiveNode[] {
    return directives.flatMap((directive) => {
      const graph = directive.name.value.startsWith('join__') ? argumentOf(directive, 'graph') : undefined;
      return [directive, ...parts.filter(({ of }) => of === graph).map((part) => ofGraph(directive, part.graph))];
    });
  }

  #field(type: CompositeNode, field: FieldDefinitionNode): FieldDefinitionNode {
    const owners = [...new Set((type.directives ?? []).filter(isJoinType).map((each) => argumentOf(each, 'graph')!))];
    const said = (field.directives ?? []).filter(({ name }) => name.value === 'join__field');
    const isEverywhere = said.length === 0;
    const concerned = this.#parts.filter(({ of }) => owners.includes(of));
    if (concerned.length === 0) return field;
    const explicit = isEverywhere ? owners.map((graph) => joinField(graph)) : said;
    const words = explicit.flatMap((word): ConstDirectiveNode[] => {
      const graph = argumentOf(word, 'graph');
      const mine = concerned.filter(({ of }) => of === graph);
      const isMoved = mine.some((part) => part.field === field.name.value && this.#moves(type, field, graph!));
      const kept = mine.flatMap((part) => this.#kept(part, type, field, word));
      return isMoved ? kept : [word, ...kept];
    });
    return { ...field, directives: [...(field.directives ?? []).filter((each) => !said.includes(each)), ...words] };
  }

  /** Whether the field is in its own part only: where it has a @requires, and on interfaces of what has. */
  #moves(type: CompositeNode, field: FieldDefinitionNode, graph: string): boolean {
    return type.kind === Kind.INTERFACE_TYPE_DEFINITION || requiresIn(field, graph) !== undefined;
  }

  /** What the subgraph's own fields bring for a @requires, its part is given from outside as well. */
  #kept(part: Part, type: CompositeNode, field: FieldDefinitionNode, word: ConstDirectiveNode): ConstDirectiveNode[] {
    if (this.#keeps(part, type, field, word)) return [ofGraph(word, part.graph)];
    return part.required.has(field.name.value) ? [externalIn(part.graph)] : [];
  }

  /** A part has its field, keys, what is external, and values whole: what else an entity has is asked of the subgraph. */
  #keeps({ field: own, of }: Part, type: CompositeNode, field: FieldDefinitionNode, word: ConstDirectiveNode): boolean {
    const name = field.name.value;
    if (name === own) return true;
    if (argumentOf(word, 'requires') !== undefined || this.#roots.has(namedType(field))) return false;
    if (argumentOf(word, 'external') === 'true') return true;
    const keys = (type.directives ?? []).filter((each) => isJoinType(each) && argumentOf(each, 'graph') === of);
    const isEntity = keys.some(
      (each) => argumentOf(each, 'key') !== undefined && argumentOf(each, 'resolvable') !== 'false',
    );
    if (!isEntity || type.kind === Kind.INTERFACE_TYPE_DEFINITION) return true;
    if (keys.some((each) => fieldNames(argumentOf(each, 'key') ?? '').has(name))) return true;
    return (type.interfaces ?? []).some(({ name: { value } }) =>
      this.#interfaces.get(value)?.fields?.some((each) => each.name.value === name),
    );
  }
}

function isJoinType({ name }: ConstDirectiveNode): boolean {
  return name.value === 'join__type';
}

function requiresIn(field: FieldDefinitionNode, graph: string): string | undefined {
  const word = field.directives?.find(
    (each) => each.name.value === 'join__field' && argumentOf(each, 'graph') === graph,
  );
  return word && argumentOf(word, 'requires');
}

function namedType({ type }: FieldDefinitionNode): string {
  let named = type;
  while (named.kind !== Kind.NAMED_TYPE) named = named.type;
  return named.name.value;
}

function joinField(graph: string): ConstDirectiveNode {
  const value = { kind: Kind.ENUM, value: graph } as const;
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'join__field' },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'graph' }, value }],
  };
}

function externalIn(graph: string): ConstDirectiveNode {
  const word = joinField(graph);
  const external = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'external' },
    value: { kind: Kind.BOOLEAN, value: true },
  } as const;
  return { ...word, arguments: [...word.arguments!, external] };
}

function withArgument(
  directive: ConstDirectiveNode,
  name: string,
  value: { readonly kind: Kind.STRING; readonly value: string },
): ConstDirectiveNode {
  return {
    ...directive,
    arguments: directive.arguments?.map((each) => (each.name.value === name ? { ...each, value } : each)),
  };
}
