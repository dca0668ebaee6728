import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isSpecifiedScalarType,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Path, Place } from './place.ts';

/** What is run, as resolvers are told of it. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly node: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** One execution: what all of its fields share. */
export class Run {
  readonly errors: GraphQLError[] = [];
  readonly #nulled = new Set<Path | undefined>();
  readonly #arguments = new Map<Place, Readonly<Record<string, unknown>>>();

  constructor(
    readonly operation: Asked,
    readonly root: unknown,
    readonly context: unknown,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  /** Notes an error that makes `path` null. What was made null before, or stands in something that was, takes no more of them. */
  fail(error: GraphQLError, path: Path | undefined): void {
    if (this.#nulled.size > 0) {
      for (let at = path; at !== undefined; at = at.prev) if (this.#nulled.has(at)) return;
      if (this.#nulled.has(undefined)) return;
    }
    this.#nulled.add(path);
    this.errors.push(error);
  }

  /**
   * An object of its own for each call, since a resolver may write to it. Plain values are worked out once in a run, objects each
   * time. Throws where a value is missing or wrong.
   */
  argumentsOf(place: Place): Record<string, unknown> {
    const { definition, nodes } = place;
    if (definition.args.length === 0) return {};
    const known = this.#arguments.get(place);
    if (known) return { ...known };
    const values = getArgumentValues(definition, nodes[0]!, this.variables);
    if (!definition.args.every(isPlain)) return values;
    this.#arguments.set(place, values);
    return { ...values };
  }

  /** What resolvers are told of their place. `path` is that of the field. */
  infoOf(place: Place, path: Path): GraphQLResolveInfo {
    const { schema, fragments, node } = this.operation;
    return {
      fieldName: place.definition.name,
      fieldNodes: place.nodes,
      returnType: place.definition.type,
      parentType: place.parent,
      path,
      schema,
      fragments,
      rootValue: this.root,
      operation: node,
      variableValues: this.variables as Record<string, unknown>,
    };
  }
}

function isPlain({ type }: Place['definition']['args'][number]): boolean {
  const named = getNamedType(type);
  return !isListType(getNullableType(type)) && (isSpecifiedScalarType(named) || isEnumType(named));
}
