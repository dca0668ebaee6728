import type { FieldNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { collectFields } from '../plan/collect-fields.ts';
import { conditionValue } from '../plan/prepare.ts';
import { fragmentsOf, operationOf } from '../plan/selections.ts';
import type { Step } from '../plan/plan.ts';

/**
 * Which types of objects a step asks anything of, with these variables: what only skipped fields need is not fetched, and nobody misses it.
 * Asked only where an input is missing, and decided once for a type.
 */
export class AskedTypes {
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #known = new Map<Step, Map<string, boolean>>();

  constructor(schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
  }

  has(step: Step, type: string): boolean {
    let ofStep = this.#known.get(step);
    if (ofStep === undefined) this.#known.set(step, (ofStep = new Map()));
    let isAsked = ofStep.get(type);
    if (isAsked === undefined) ofStep.set(type, (isAsked = this.#isAsked(step, type)));
    return isAsked;
  }

  #isAsked({ document }: Step, type: string): boolean {
    const operation = operationOf(document);
    const { selectionSet } = operation.selectionSet.selections[0] as FieldNode; // of _entities
    const fields = collectFields(this.#schema.getType(type) as GraphQLObjectType, [selectionSet!], {
      schema: this.#schema,
      fragments: fragmentsOf(document),
      condition: (name) => conditionValue(operation, name, this.#variables),
    });
    return [...fields.values()].some(([field]) => field!.name.value !== '__typename');
  }
}
