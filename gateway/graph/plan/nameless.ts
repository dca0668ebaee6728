import { isInterfaceType, isNonNullType, isObjectType, Kind, parse, type ConstDirectiveNode } from 'graphql';
import type { Branch } from '../branch.ts';
import type { Snapshot } from '../snapshot.ts';
import { operationOf, responseKey } from './selections.ts';

/** None of the type has a name there, whatever it brings. */
export const ALL_NAMELESS = (): boolean => true;

/**
 * A key that is null names nobody: a subgraph that is asked with it can only fail, and may fail for the whole list. Nor does what is required
 * without a key, which the planner leaves for the other types of an interface object. Gives the test for representations of this type in
 * this subgraph, or undefined where a key is given and cannot be null, which is nearly always.
 */
export function namelessTest(
  typename: string,
  service: string,
  given: ReadonlySet<string>,
  { supergraphSchema: schema }: Pick<Snapshot, 'supergraphSchema'>,
): ((representation: Branch) => boolean) | undefined {
  const type = schema.getType(typename);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  const owners = [type, ...type.getInterfaces()]; // a subgraph may know the interface only
  const known = owners
    .flatMap(({ astNode }) => astNode?.directives ?? [])
    .filter((directive) => directive.name.value === 'join__type' && graphIn(directive) === graphOf(service, schema))
    .flatMap((directive) => keyIn(directive) ?? []);
  const brought = known.filter(({ fields: key }) => key.every((field) => given.has(field)));
  if (known.length > 0 && brought.length === 0) return ALL_NAMELESS;
  const keys = brought.flatMap(({ fields: key, resolvable }) => (resolvable ? [key] : []));
  const mayBeNull = (field: string): boolean => fields[field] !== undefined && !isNonNullType(fields[field].type);
  if (keys.length === 0 || !keys.every((key) => key.every(mayBeNull))) return undefined;
  return (representation) => keys.every((key) => key.every((field) => representation[field] === null));
}

interface Key {
  /** Those at its top. */
  readonly fields: readonly string[];
  /** The planner comes back to a subgraph by a key that is not, too. */
  readonly resolvable: boolean;
}

function keyIn(directive: ConstDirectiveNode): Key[] | undefined {
  const argument = (name: string) => directive.arguments?.find((each) => each.name.value === name)?.value;
  const key = argument('key');
  const resolvable = argument('resolvable');
  if (key?.kind !== Kind.STRING) return undefined;
  const { selections } = operationOf(parse(`{ ${key.value} }`)).selectionSet;
  const fields = selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [responseKey(selection)] : []));
  return [{ fields, resolvable: resolvable?.kind !== Kind.BOOLEAN || resolvable.value }];
}

function graphIn(directive: ConstDirectiveNode): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

/** The name in `join__Graph` of a subgraph. */
function graphOf(service: string, schema: Snapshot['supergraphSchema']): string | undefined {
  const graphs = schema.getType('join__Graph')?.astNode;
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
  return graphs.values?.find(({ directives }) =>
    directives?.some((directive) =>
      directive.arguments?.some(
        ({ name, value }) => name.value === 'name' && value.kind === Kind.STRING && value.value === service,
      ),
    ),
  )?.name.value;
}
