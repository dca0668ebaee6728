import {
  Kind,
  parse,
  print,
  visit,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** A field with the arguments that some @requires asks it with. */
export interface RequiredField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

/**
 * The planner merges what two @requires, or a @requires and the client, ask of one field with different arguments, and answers with the
 * value for one of them. So each field that takes arguments and is required gets, in the copy of the supergraph that is planned on, one
 * field without arguments per set of arguments: what nobody can confuse. `restorePlan` gives the plan its real fields back.
 */
export interface SeparatedArguments {
  /** The supergraph to plan on. */
  readonly sdl: string;
  /** By the name that the planner knows. */
  readonly fields: ReadonlyMap<string, RequiredField>;
  /** The planner's names that a field requires in a subgraph, by `service|Type.field`; each with its path in the representation. */
  readonly requiredBy: ReadonlyMap<string, readonly string[]>;
}

type CompositeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function separateArguments(sdl: string): SeparatedArguments {
  const document = parse(sdl, { noLocation: true });
  const separation = new Separation(document, sdl);
  const separated = separation.separated();
  const { fields, requiredBy } = separation;
  return { sdl: fields.size === 0 ? sdl : print(separated), fields, requiredBy };
}

class Separation {
  readonly fields = new Map<string, RequiredField>();
  readonly requiredBy = new Map<string, string[]>();
  readonly #document: DocumentNode;
  readonly #sdl: string;
  readonly #names = new Map<string, string>();
  readonly #services: ReadonlyMap<string, string>;
  readonly #withArguments: ReadonlySet<string>;

  constructor(document: DocumentNode, sdl: string) {
    this.#document = document;
    this.#sdl = sdl;
    this.#services = servicesOf(document);
    this.#withArguments = new Set(
      document.definitions
        .filter(isComposite)
        .flatMap(({ fields = [] }) => fields.filter((field) => field.arguments?.length).map(({ name }) => name.value)),
    );
  }

  separated(): DocumentNode {
    const rewritten = this.#document.definitions.map((definition) =>
      isComposite(definition)
        ? { ...definition, fields: definition.fields?.map((field) => this.#requiring(definition.name.value, field)) }
        : definition,
    );
    const definitions = rewritten.map((definition) =>
      isComposite(definition)
        ? { ...definition, fields: definition.fields?.flatMap((field) => this.#copies(field)) }
        : definition,
    );
    return { ...this.#document, definitions };
  }

  /** The field, its @requires in the planner's names. */
  #requiring(type: string, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.map((directive) => {
      const given = stringIn(directive, 'requires');
      if (directive.name.value !== 'join__field' || given === undefined) return directive;
      const required: string[] = [];
      const text = this.#renamed(given, required);
      if (required.length === 0) return directive;
      this.requiredBy.set(
        `${this.#services.get(enumIn(directive, 'graph') ?? '')}|${type}.${field.name.value}`,
        required,
      );
      const value = { kind: Kind.STRING, value: text } as const;
      return {
        ...directive,
        arguments: directive.arguments?.map((each) => (each.name.value === 'requires' ? { ...each, value } : each)),
      };
    });
    return { ...field, directives };
  }

  #renamed(selection: string, required: string[]): string {
    const path: string[] = [];
    const document = visit(parse(`{ ${selection} }`, { noLocation: true }), {
      Field: {
        enter: (node) => void path.push(node.name.value),
        leave: (node) => {
          const at = path.join('.');
          path.pop();
          if (!this.#withArguments.has(node.name.value)) return undefined;
          const name = this.#nameOf(node.name.value, node.arguments ?? []);
          required.push(`${at}=${name}`);
          return { ...node, name: { ...node.name, value: name }, arguments: [] };
        },
      },
    });
    return print(document).trim().slice(1, -1).replace(/\s+/g, ' ').trim();
  }

  #nameOf(field: string, given: readonly ArgumentNode[]): string {
    const key = `${field}(${given.map(print).sort().join()})`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let name = `${field}_required_${this.#names.size}`;
    while (this.#sdl.includes(name)) name += '_';
    this.#names.set(key, name);
    this.fields.set(name, { name: field, arguments: given });
    return name;
  }

  /** The field and its copies without arguments, with the same owners. */
  #copies(field: FieldDefinitionNode): FieldDefinitionNode[] {
    const accepts = new Set(field.arguments?.map(({ name }) => name.value));
    const copies = [...this.fields].filter(
      ([, required]) =>
        required.name === field.name.value && required.arguments.every(({ name }) => accepts.has(name.value)),
    );
    return [
      field,
      ...copies.map(([name]) => ({ ...field, name: { kind: Kind.NAME, value: name } as const, arguments: [] })),
    ];
  }
}

function isComposite(node: { readonly kind: string }): node is CompositeNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** `enum join__Graph { SHOP @join__graph(name: "shop") }` as SHOP -> shop. */
function servicesOf(document: DocumentNode): Map<string, string> {
  const services = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of definition.values ?? []) {
      const service = directives[0] && stringIn(directives[0], 'name');
      if (service !== undefined) services.set(name.value, service);
    }
  }
  return services;
}

function stringIn(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function enumIn(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}
