import { Kind, parse, type FieldDefinitionNode, type InputObjectTypeDefinitionNode, type TypeNode } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import type { Finding } from './finding.ts';

/** The subgraph that has the ledger: whatever else asks for money asks it by events. */
const LEDGER = 'buz';

/**
 * The door lets one mutation that moves BUZ through per operation, and knows it by its tag. So each mutation of the ledger's subgraph that
 * takes an idempotency key says whether it moves BUZ: `@tag(name: "money")`, or `@tag(name: "no-money")`.
 */
export function untaggedMoneyActs({ name, sdl }: SubgraphText): Finding[] {
  if (name !== LEDGER) return [];
  const { definitions } = parse(sdl, { noLocation: true });
  const inputs = new Map(
    definitions.flatMap((one) => (one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [[one.name.value, one]] : [])),
  );
  return definitions
    .flatMap((one) =>
      (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      one.name.value === 'Mutation'
        ? (one.fields ?? [])
        : [],
    )
    .filter((field) => takesKey(field, inputs) && tagsOf(field).length !== 1)
    .map((field) => ({
      check: 'money-act',
      where: `Mutation.${field.name.value}`,
      message: 'takes an idempotency key: say @tag(name: "money") when it moves BUZ, else @tag(name: "no-money")',
    }));
}

/** Also in a list inside the input, as batches have it. */
function takesKey(field: FieldDefinitionNode, inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>): boolean {
  const entered = new Set<string>();
  const has = (type: TypeNode): boolean => {
    const name = nameOf(type);
    if (entered.has(name)) return false;
    entered.add(name);
    return (inputs.get(name)?.fields ?? []).some((each) => each.name.value === 'idempotencyKey' || has(each.type));
  };
  return (field.arguments ?? []).some(({ type }) => has(type));
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

function tagsOf({ directives = [] }: FieldDefinitionNode): string[] {
  return directives
    .filter(({ name }) => name.value === 'tag')
    .flatMap(({ arguments: given = [] }) => given.map(({ value }) => (value.kind === Kind.STRING ? value.value : '')))
    .filter((tag) => tag === 'money' || tag === 'no-money');
}
