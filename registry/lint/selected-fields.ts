import { Kind, parse, visit, type ConstDirectiveNode, type FieldDefinitionNode } from 'graphql';
import { argument, type ObjectNode } from './entities.ts';

/** Reads the selections that federation's directives hold (`@requires(fields: "size { wide }")`) on the types of all subgraphs together. */
export class SelectedFields {
  private readonly outputs = new Map<string, string>();
  private readonly members = new Map<string, Set<string>>();

  constructor(types: readonly ObjectNode[]) {
    for (const type of types) {
      for (const { name } of type.interfaces ?? [])
        this.members.set(name.value, (this.members.get(name.value) ?? new Set()).add(type.name.value));
      for (const field of type.fields ?? [])
        this.outputs.set(`${type.name.value}.${field.name.value}`, namedType(field.type));
    }
  }

  /** The named type that `Type.field` gives. */
  outputOf(coordinate: string): string | undefined {
    return this.outputs.get(coordinate);
  }

  /** Every field of a selection with the type that it stands on; of an interface's field, that of every type that implements it. */
  of(selection: string, on: string): [type: string, field: string][] {
    const found: [string, string][] = [];
    const types = [on];
    visit(parse(`{ ${selection} }`, { noLocation: true }), {
      Field: {
        enter: ({ name }) => {
          const type = types.at(-1)!;
          const owners = [...(this.members.get(type) ?? [type])]; // of an interface, any of its types
          if (name.value !== '__typename') for (const owner of owners) found.push([owner, name.value]);
          types.push(owners.map((owner) => this.outputs.get(`${owner}.${name.value}`)).find(Boolean) ?? '');
        },
        leave: () => void types.pop(),
      },
      InlineFragment: {
        enter: ({ typeCondition }) => void types.push(typeCondition?.name.value ?? types.at(-1)!),
        leave: () => void types.pop(),
      },
    });
    return found;
  }
}

/** The selection in a field's `@requires` or `@provides`. */
export function selectionIn(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: 'requires' | 'provides',
): string | undefined {
  const directive = directives?.find((each) => each.name.value === name);
  return directive && argument(directive, 'fields');
}

export function namedType(type: FieldDefinitionNode['type']): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
