import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind } from 'graphql';

/** What a connection gives when nobody says how much. */
const DEFAULT_PAGE = 20;

/**
 * How many rows an operation may ask for at most: each page counts its `first`, and what hangs on its rows counts once per row. Two pages of
 * 100 inside each other are 10,100 rows in ten selections, which is what the count of selections cannot see. The document was
 * validated and the variables coerced; fragments are visited once, so it is linear in the text.
 */
export function countRows(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, number>();

  const inside = (set: SelectionSetNode): number => {
    let rows = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? inside(selection.selectionSet) : 0;
        const page = pageOf(selection, variables);
        rows += page === null ? below : page * (1 + below);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) rows += inside(selection.selectionSet);
      else rows += ofFragment(selection.name.value);
    }
    return rows;
  };
  const ofFragment = (name: string): number => {
    let rows = known.get(name);
    if (rows === undefined) known.set(name, (rows = inside(fragments.get(name)!.selectionSet)));
    return rows;
  };
  return inside(operation.selectionSet);
}

/** The size of the page that a field asks for; null when it is no connection. */
function pageOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): number | null {
  const first = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  if (first?.kind === Kind.INT) return Math.max(0, Number(first.value));
  if (first?.kind === Kind.VARIABLE) {
    const given = variables[first.name.value];
    return typeof given === 'number' ? Math.max(0, given) : DEFAULT_PAGE;
  }
  const isConnection = field.selectionSet?.selections.some(
    (one) => one.kind === Kind.FIELD && one.name.value === 'edges',
  );
  return isConnection ? DEFAULT_PAGE : null;
}
