import { getNamedType, isInterfaceType, isObjectType, type FieldNode, type GraphQLCompositeType } from 'graphql';
import type { AccessMap } from './access-map.ts';
import type { Question } from './walk-operation.ts';

/** What one caller may not have of one operation: whole coordinates, or single selections where a policy read the arguments. */
export class Denied {
  private readonly coordinates = new Set<string>();
  private readonly selections = new Map<string, Set<FieldNode>>();

  constructor(
    private readonly map: AccessMap,
    questions: readonly Question[],
  ) {
    for (const { coordinate, asksArguments, field } of questions) {
      if (!asksArguments || !field) this.coordinates.add(coordinate);
      else this.selections.set(coordinate, (this.selections.get(coordinate) ?? new Set()).add(field));
    }
  }

  /** Objects of the type are null: the coordinate of the rule that says so. */
  onType(type: GraphQLCompositeType): string | undefined {
    return this.map.onType(type).find(({ coordinate }) => this.coordinates.has(coordinate))?.coordinate;
  }

  /** The field is null on objects of the type. */
  onField(type: GraphQLCompositeType, node: FieldNode): string | undefined {
    const { value: name } = node.name;
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!definition) return undefined; // __typename
    const placed = [...this.map.ownOfField(type, name), ...this.map.onType(getNamedType(definition.type))];
    return placed.find(
      ({ coordinate }) => this.coordinates.has(coordinate) || this.selections.get(coordinate)?.has(node) === true,
    )?.coordinate;
  }
}
