import {
  isAbstractType,
  isObjectType,
  Kind,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isCompositeType,
} from 'graphql';
import type { CostMap, FieldCost } from './cost-map.ts';
import { countActual, merged, type CountedSelection } from './actual.ts';

type Variables = Readonly<Record<string, unknown>>;
type Amount = number | ((variables: Variables) => number);

/** `__schema` or `__type`, whatever is asked of it: a page of the API. */
const INTROSPECTION = 100;
/** A list of unknown length counts as so many. */
export const ASSUMED_LIST = 10;

export interface OperationCost {
  /** At most this may happen, with these variables. The variables were coerced. */
  estimate(variables: Variables): number;
  /** What did happen, by the lists in the answer. */
  actual(data: unknown): number;
}

/**
 * Compiles the cost of an operation: one per object that may come back, lists by the size that they may have, `@cost` where the schema says
 * so. Of an abstract type its dearest member counts. The document was tallied and validated: every spread can be written out.
 */
export function operationCost(
  schema: GraphQLSchema,
  costs: CostMap,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationCost {
  const root = schema.getRootType(operation.operation)!;
  const compiled = new Compiler(schema, costs, document).selectionSet(root, operation.selectionSet, undefined);
  const { amount, counted } = compiled;
  return {
    estimate: (variables) => Math.max(0, Math.ceil(valueOf(amount, variables))),
    actual: (data) => countActual(counted, data),
  };
}

interface Compiled {
  readonly amount: Amount;
  readonly counted: readonly CountedSelection[];
}

interface Sizing {
  readonly fields: readonly string[];
  readonly size: Amount;
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #costs: CostMap;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, costs: CostMap, document: DocumentNode) {
    this.#schema = schema;
    this.#costs = costs;
    for (const one of document.definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(one.name.value, one);
  }

  selectionSet(type: GraphQLCompositeType, set: SelectionSetNode, sizing: Sizing | undefined): Compiled {
    const parts = set.selections.map((selection) => this.#selection(type, selection, sizing));
    const counted = merged(parts.flatMap((part) => part.counted));
    const members = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    if (members.length === 0) return { amount: sum(parts.map((part) => part.amount)), counted };
    const ofMembers = members.map((member) =>
      sum(parts.filter((part) => part.types?.has(member.name) ?? true).map((part) => part.amount)),
    );
    return { amount: largest(ofMembers), counted };
  }

  #selection(
    type: GraphQLCompositeType,
    selection: SelectionNode,
    sizing: Sizing | undefined,
  ): Compiled & { readonly types: ReadonlySet<string> | undefined } {
    if (selection.kind === Kind.FIELD) return { ...this.#field(type, selection, sizing), types: undefined };
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
    const condition = fragment.typeCondition?.name.value;
    const narrowed = (condition === undefined ? type : this.#schema.getType(condition)) as GraphQLCompositeType;
    const { amount, counted } = this.selectionSet(narrowed, fragment.selectionSet, sizing);
    const types = narrowed === type ? undefined : this.#membersOf(narrowed);
    return { amount, types, counted: types ? counted.map((one) => within(one, types)) : counted };
  }

  #field(type: GraphQLCompositeType, node: FieldNode, sizing: Sizing | undefined): Compiled {
    const name = node.name.value;
    const cost = this.#costs.get(type.name)?.get(name);
    const field = isObjectType(type) || 'getFields' in type ? type.getFields()[name] : undefined;
    if (!cost || !field) return { amount: node.selectionSet ? INTROSPECTION : 0, counted: [] };
    const size = this.#sizeOf(cost, field.args, node);
    const below = getNamedType(field.type);
    const inside =
      node.selectionSet && isCompositeType(below)
        ? this.selectionSet(
            below,
            node.selectionSet,
            cost.size?.sizedFields.length ? { fields: cost.size.sizedFields, size } : undefined,
          )
        : { amount: 0, counted: [] };
    const each = sum([cost.weight, inside.amount]);
    const own = sizing?.fields.includes(name)
      ? sizing.size
      : cost.isList
        ? cost.size?.sizedFields.length
          ? ASSUMED_LIST
          : size
        : 1;
    const amount = sum([times(own, each), argumentsCost(cost, node)]);
    const key = (node.alias ?? node.name).value;
    const isCounted = cost.weight !== 0 || inside.counted.length > 0;
    return {
      amount,
      counted: isCounted ? [{ types: undefined, field: { key, weight: cost.weight, children: inside.counted } }] : [],
    };
  }

  #sizeOf({ size }: FieldCost, args: readonly { name: string; defaultValue?: unknown }[], node: FieldNode): Amount {
    const fallback = size?.assumedSize ?? ASSUMED_LIST;
    const given = (size?.slicingArguments ?? []).map((name): Amount | undefined => {
      const preset = args.find((argument) => argument.name === name)?.defaultValue;
      const standard = typeof preset === 'number' ? preset : undefined;
      return argumentAmount(
        node.arguments?.find((argument) => argument.name.value === name),
        standard,
        fallback,
      );
    });
    const sizes = given.filter((one) => one !== undefined);
    return sizes.length === 0 ? fallback : largest(sizes);
  }

  #membersOf(type: GraphQLCompositeType): ReadonlySet<string> {
    const members = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    return new Set(members.map(({ name }) => name));
  }
}

/** The number that an argument gives; a negative page buys nothing off. */
function argumentAmount(
  argument: ArgumentNode | undefined,
  standard: number | undefined,
  fallback: number,
): Amount | undefined {
  const value = argument?.value;
  if (value?.kind === Kind.INT) return Math.max(0, Number(value.value));
  if (value?.kind !== Kind.VARIABLE) return standard;
  const name = value.name.value;
  return (variables) => {
    const given = variables[name];
    return typeof given === 'number' ? Math.max(0, given) : (standard ?? fallback);
  };
}

function argumentsCost({ argumentWeights }: FieldCost, node: FieldNode): number {
  if (argumentWeights.size === 0) return 0;
  return (node.arguments ?? []).reduce((all, { name }) => all + (argumentWeights.get(name.value) ?? 0), 0);
}

function within({ types, field }: CountedSelection, outer: ReadonlySet<string>): CountedSelection {
  return { field, types: types ? new Set([...types].filter((name) => outer.has(name))) : outer };
}

function valueOf(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

function sum(amounts: readonly Amount[]): Amount {
  const fixed = amounts.reduce<number>((all, one) => (typeof one === 'number' ? all + one : all), 0);
  const open = amounts.filter((one) => typeof one === 'function');
  if (open.length === 0) return fixed;
  return (variables) => open.reduce((all, one) => all + one(variables), fixed);
}

function times(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return (variables) => valueOf(a, variables) * valueOf(b, variables);
}

function largest(amounts: readonly Amount[]): Amount {
  if (amounts.every((one) => typeof one === 'number')) return Math.max(...amounts);
  return (variables) => Math.max(...amounts.map((one) => valueOf(one, variables)));
}
