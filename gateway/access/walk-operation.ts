import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isCompositeType, isObjectType, isInterfaceType, Kind } from 'graphql';
import type { AccessMap, Placed } from './access-map.ts';

/** One question to one rule before an operation may be planned. */
export interface Question extends Placed {
  readonly path: readonly string[];
  readonly field: FieldNode | undefined;
  readonly definition: GraphQLField<unknown, unknown> | undefined;
  /** The selections on the way whose `@skip` and `@include` decide whether it is asked at all. */
  readonly conditions: readonly SelectionNode[];
}

interface Place {
  readonly path: readonly string[];
  readonly conditions: readonly SelectionNode[];
}

/**
 * Every rule that an operation meets, once, or `everywhere` that it meets it. The document is valid and within the limits, so writing its
 * fragments out is cheap.
 */
export function walkOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  map: AccessMap,
  everywhere = false,
): Question[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const root = map.schema.getRootType(operation.operation);
  if (!root) throw new Error(`the supergraph has no ${operation.operation} type`);
  const walk = new Walk(fragments, map, everywhere);
  walk.selectionSet(operation.selectionSet, root, { path: [], conditions: [] });
  return walk.questions;
}

class Walk {
  readonly questions: Question[] = [];
  private readonly asked = new Set<string>();

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly map: AccessMap,
    private readonly everywhere: boolean,
  ) {}

  selectionSet(set: SelectionSetNode, type: GraphQLCompositeType, place: Place): void {
    for (const selection of set.selections) {
      const here = selection.directives?.length ? { ...place, conditions: [...place.conditions, selection] } : place;
      if (selection.kind === Kind.FIELD) this.field(selection, type, here);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        this.fragment(selection.typeCondition?.name.value, selection.selectionSet, type, here);
      else {
        const fragment = this.fragments.get(selection.name.value)!;
        this.fragment(fragment.typeCondition.name.value, fragment.selectionSet, type, here);
      }
    }
  }

  private fragment(
    condition: string | undefined,
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    place: Place,
  ): void {
    const narrowed = condition === undefined ? type : this.map.schema.getType(condition);
    if (!isCompositeType(narrowed)) throw new Error(`the supergraph has no composite type ${condition}`);
    this.ask(this.map.onType(narrowed), place);
    this.selectionSet(set, narrowed, place);
  }

  private field(node: FieldNode, type: GraphQLCompositeType, place: Place): void {
    const here = { ...place, path: [...place.path, node.alias?.value ?? node.name.value] };
    this.ask(this.map.onMembers(type), here);
    if (node.name.value.startsWith('__')) return;
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!definition) throw new Error(`the supergraph has no field ${type.name}.${node.name.value}`);
    this.ask(this.map.onField(type, definition.name), here, node, definition);
    const output = getNamedType(definition.type);
    this.ask(this.map.onType(output), here);
    if (node.selectionSet && isCompositeType(output)) this.selectionSet(node.selectionSet, output, here);
  }

  private ask(
    placed: readonly Placed[],
    place: Place,
    field?: FieldNode,
    definition?: GraphQLField<unknown, unknown>,
  ): void {
    for (const one of placed) {
      // the same unconditional question without arguments needs one answer, however often it is met
      const repeatable = !this.everywhere && !one.asksArguments && place.conditions.length === 0;
      if (repeatable && this.asked.has(one.coordinate)) continue;
      if (repeatable) this.asked.add(one.coordinate);
      this.questions.push({ ...one, ...place, field, definition });
    }
  }
}
