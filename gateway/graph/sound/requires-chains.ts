import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

type CompositeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A field with a @requires, in the subgraph that the supergraph calls so. */
export interface RequiringField {
  readonly graph: string;
  readonly type: string;
  readonly field: string;
  /** The names of the fields that it requires, at any depth. */
  readonly required: ReadonlySet<string>;
}

/**
 * The @requires of a supergraph that planning may go wrong about: those that lead to another one, and those that begin at a field that the
 * subgraph has itself. By names: a field of another type that is called the same counts.
 */
export class Chains {
  readonly #types: readonly CompositeNode[];
  readonly #requiring: readonly RequiringField[];

  constructor(document: DocumentNode) {
    this.#types = document.definitions.filter(
      (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION,
    );
    this.#requiring = this.#types.flatMap(requiringIn);
  }

  /** Every field of a chain, its ends too. */
  links(): RequiringField[] {
    const names = new Set(this.#requiring.map(({ field }) => field));
    const links = this.#requiring.filter(({ required }) => [...required].some((name) => names.has(name)));
    const led = new Set(links.flatMap(({ required }) => [...required]));
    return this.#requiring.filter((each) => links.includes(each) || led.has(each.field) || this.#beginsAtHome(each));
  }

  /** The same, by their names, once for a subgraph. */
  fields(): Omit<RequiringField, 'type'>[] {
    const once = new Map<string, { graph: string; field: string; required: Set<string> }>();
    for (const { graph, field, required } of this.links()) {
      const known = once.get(`${graph}.${field}`)?.required ?? new Set<string>();
      once.set(`${graph}.${field}`, { graph, field, required: new Set([...known, ...required]) });
    }
    return [...once.values()];
  }

  #beginsAtHome({ graph, type, required }: RequiringField): boolean {
    const fields = this.#types.find(({ name }) => name.value === type)?.fields ?? [];
    return fields.some(({ name, directives = [] }) => {
      if (!required.has(name.value)) return false;
      const words = directives.filter((each) => each.name.value === 'join__field');
      const word = words.find((each) => argumentOf(each, 'graph') === graph);
      return words.length === 0 || (word !== undefined && argumentOf(word, 'external') !== 'true');
    });
  }
}

function requiringIn(node: CompositeNode): RequiringField[] {
  return (node.fields ?? []).flatMap(({ name, directives = [] }) =>
    directives.flatMap((directive) => {
      const requires = argumentOf(directive, 'requires');
      const graph = argumentOf(directive, 'graph');
      if (directive.name.value !== 'join__field' || requires === undefined || graph === undefined) return [];
      return [{ graph, type: node.name.value, field: name.value, required: fieldNames(requires) }];
    }),
  );
}

/** The names of all fields in a selection such as `size { wide }`. */
export function fieldNames(selection: string): Set<string> {
  const names = new Set<string>();
  if (selection !== '')
    visit(parse(`{ ${selection} }`, { noLocation: true }), { Field: ({ name }) => void names.add(name.value) });
  return names;
}

/** The text of an argument that is a string, an enum value or a boolean. */
export function argumentOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}

/** The same word about another subgraph. */
export function ofGraph(directive: ConstDirectiveNode, graph: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: directive.arguments?.map((each) =>
      each.name.value === 'graph' ? { ...each, value: { kind: Kind.ENUM, value: graph } } : each,
    ),
  };
}
