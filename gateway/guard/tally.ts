import type {
  DefinitionNode,
  DirectiveNode,
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind } from 'graphql';

/** What a part of a document amounts to once every fragment spread is written out. */
export interface Tally {
  readonly selections: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields at the top of the part. */
  readonly rootFields: number;
}

export interface OperationTally extends Tally {
  readonly operation: OperationDefinitionNode;
}

const NOTHING: Tally = { selections: 0, depth: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * Tallies each operation, and each fragment that no operation reaches (validation walks those as well). Runs BEFORE validation, so it must
 * survive what validation would refuse: an unknown fragment counts nothing, and so does the spread that closes a cycle. Every fragment is
 * visited once and then remembered: linear in the text, however far the fragments would expand.
 */
export function tallyDocument(document: DocumentNode): { operations: OperationTally[]; unreached: Tally[] } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const walk = new Walk(fragments);
  const operations = document.definitions.filter(isOperation).map((operation) => walk.operation(operation));
  const unreached = [...fragments.keys()].filter((name) => !walk.seen(name)).map((name) => walk.fragment(name));
  return { operations, unreached };
}

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

class Walk {
  private readonly known = new Map<string, Tally>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  seen(name: string): boolean {
    return this.known.has(name);
  }

  operation(operation: OperationDefinitionNode): OperationTally {
    const inside = this.selectionSet(operation.selectionSet);
    const onVariables = (operation.variableDefinitions ?? []).reduce((sum, one) => sum + count(one.directives), 0);
    return { ...inside, directives: inside.directives + count(operation.directives) + onVariables, operation };
  }

  fragment(name: string): Tally {
    const known = this.known.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    if (!fragment) return NOTHING;
    this.known.set(name, NOTHING); // a spread that closes a cycle meets this
    const inside = this.selectionSet(fragment.selectionSet);
    const tally = { ...inside, directives: inside.directives + count(fragment.directives) };
    this.known.set(name, tally);
    return tally;
  }

  private selectionSet(set: SelectionSetNode): Tally {
    let { selections, depth, aliases, directives, rootFields } = NOTHING;
    for (const selection of set.selections) {
      const one = this.selection(selection);
      selections += one.selections;
      depth = Math.max(depth, one.depth);
      aliases += one.aliases;
      directives += one.directives;
      rootFields += one.rootFields;
    }
    return { selections, depth, aliases, directives, rootFields };
  }

  private selection(node: SelectionNode): Tally {
    const own = count(node.directives);
    if (node.kind === Kind.FRAGMENT_SPREAD) return plus(this.fragment(node.name.value), own);
    if (node.kind === Kind.INLINE_FRAGMENT) return plus(this.selectionSet(node.selectionSet), own);
    const below = node.selectionSet ? this.selectionSet(node.selectionSet) : NOTHING;
    // GraphiQL's own introspection is 15 deep: exempt from depth, and from nothing else
    const introspects = node.name.value === '__schema' || node.name.value === '__type';
    return {
      selections: below.selections + 1,
      depth: introspects ? 1 : below.depth + 1,
      aliases: below.aliases + (node.alias ? 1 : 0),
      directives: below.directives + own,
      rootFields: 1,
    };
  }
}

/** A spread is a selection itself, so that a nest of empty fragments is not free. */
function plus(inside: Tally, directives: number): Tally {
  return { ...inside, selections: inside.selections + 1, directives: inside.directives + directives };
}

function count(directives: readonly DirectiveNode[] | undefined): number {
  return directives?.length ?? 0;
}
