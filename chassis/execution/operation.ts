import {
  GraphQLError,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { Selection } from './selection.ts';
import { coercionOf, type Coerce } from './variables.ts';

type Values = Readonly<Record<string, unknown>>;

/** The most sets of @skip/@include values that are kept of one operation; beyond them the oldest is made again when it comes back. */
const MAX_VARIANTS = 32;

/** One operation of a document, compiled as far as it has been run: a tree of selections per set of @skip/@include values. */
export class Operation {
  readonly #variants = new Map<string, Selection>();
  readonly #deciding: readonly string[];
  readonly coerce: Coerce;

  constructor(
    readonly schema: GraphQLSchema,
    readonly node: OperationDefinitionNode,
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  ) {
    this.#deciding = decidingVariables(node, fragments);
    this.coerce = coercionOf(schema, node.variableDefinitions ?? []);
  }

  /** What it selects at its root under these coerced variables. */
  selectionFor(variables: Values): Selection {
    const key = this.#deciding.map((name) => String(variables[name])).join();
    let variant = this.#variants.get(key);
    if (!variant) {
      const deciding = Object.fromEntries(
        this.#deciding.filter((name) => name in variables).map((name) => [name, variables[name]]),
      );
      variant = new Selection({ operation: this, variables: deciding }, [this.node.selectionSet]);
      if (this.#variants.size >= MAX_VARIANTS) this.#variants.delete(this.#variants.keys().next().value!);
      this.#variants.set(key, variant);
    }
    return variant;
  }
}

/** The operation of that name, or the only one; an error in the words of graphql-js where there is none. */
export function operationIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | undefined,
): Operation | GraphQLError {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  let found: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (name === undefined && found)
      return new GraphQLError('Must provide operation name if query contains multiple operations.');
    if (name === undefined || definition.name?.value === name) found = definition;
  }
  if (found) return new Operation(schema, found, fragments);
  return new GraphQLError(name === undefined ? 'Must provide an operation.' : `Unknown operation named "${name}".`);
}

function decidingVariables(
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): readonly string[] {
  const names = new Set<string>();
  for (const definition of [operation, ...Object.values(fragments)]) {
    visit(definition, {
      Directive({ name, arguments: given }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names].sort();
}
