import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind, OperationTypeNode, parse, visit } from 'graphql';
import { refuse } from './refusals.ts';

/** The tag with which a subgraph marks a mutation that moves money. */
const MONEY = 'money';

/**
 * At most one mutation that moves money per operation: of two, the first could be done and the second refused, and nobody would have meant
 * that. Which they are stands in the supergraph (`@tag(name: "money")`).
 */
export class OneMoneyAct {
  private readonly money: ReadonlySet<string>;

  constructor(supergraphSdl: string) {
    this.money = moneyFields(parse(supergraphSdl, { noLocation: true }));
  }

  /** A field under `@skip` or `@include` counts: whether a document is accepted does not depend on its variables. */
  refusal(document: DocumentNode, operation: OperationDefinitionNode): GraphQLError | undefined {
    if (operation.operation !== OperationTypeNode.MUTATION || this.money.size === 0) return undefined;
    const acts = this.acts(document, operation);
    if (acts.size < 2) return undefined;
    const fields = [...new Set(acts.values())];
    return refuse(
      'GRAPHQL_VALIDATION_FAILED',
      `Only one mutation of an operation may move BUZ, and this one has ${acts.size} (${fields.join(', ')}): send them one after the other.`,
      { limit: 'moneyMutations', max: 1, fields },
    );
  }

  /** Response key -> field: what has one key is one act, however often it is written. */
  private acts(document: DocumentNode, operation: OperationDefinitionNode): Map<string, string> {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const one of document.definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
    const acts = new Map<string, string>();
    const entered = new Set<string>();
    const walk = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) this.count(selection, acts);
        else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
        else if (!entered.has(selection.name.value)) {
          entered.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) walk(fragment.selectionSet);
        }
      }
    };
    walk(operation.selectionSet);
    return acts;
  }

  private count({ name, alias }: FieldNode, acts: Map<string, string>): void {
    if (this.money.has(name.value)) acts.set(alias?.value ?? name.value, name.value);
  }
}

/** The names of the mutations that carry the tag, whatever the supergraph calls its type of mutations. */
function moneyFields(supergraph: DocumentNode): Set<string> {
  let root = 'Mutation';
  visit(supergraph, {
    OperationTypeDefinition(node) {
      if (node.operation === OperationTypeNode.MUTATION) root = node.type.name.value;
    },
  });
  const fields = supergraph.definitions.flatMap((one) =>
    (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) && one.name.value === root
      ? (one.fields ?? [])
      : [],
  );
  return new Set(fields.filter(({ directives }) => directives?.some(saysMoney)).map(({ name }) => name.value));
}

function saysMoney({ name, arguments: given }: DirectiveNode): boolean {
  return (
    name.value === 'tag' &&
    given?.some(
      ({ name: word, value }) => word.value === 'name' && value.kind === Kind.STRING && value.value === MONEY,
    ) === true
  );
}
