import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Executable } from '../plan/plan.ts';
import type { Prepared } from '../plan/prepare.ts';

/** The tag with which a subgraph says of a field, or of all fields of a type: its value is the same whoever asks. */
export const VIEWER_INDEPENDENT = 'viewer-independent';

/** Machinery of a fetch: answers what its representations name, and those come from fields that were looked at. */
const MACHINERY = new Set(['__typename', '_entities']);

export interface Independence {
  /** The events may come from one upstream subscription for all readers. */
  readonly primary: boolean;
  /** The whole result is the same for all readers. */
  readonly whole: boolean;
}

const known = new WeakMap<Executable, Independence>();

/**
 * What of a subscription is the same for everybody. Looked up in the fetches, not in the client's document: what the planner adds (keys,
 * `@requires`) is part of the answer too. One field without the mark, anywhere, and the answer is no.
 */
export function independenceOf({ snapshot, primary }: Prepared, executable: Executable): Independence {
  let independence = known.get(executable);
  if (independence === undefined) {
    const { supergraphSchema: schema } = snapshot;
    const isPrimary = primary !== undefined && asksForNobody(primary.request.document, schema);
    const whole = isPrimary && executable.steps.every(({ document }) => asksForNobody(document, schema));
    known.set(executable, (independence = { primary: isPrimary, whole }));
  }
  return independence;
}

export function asksForNobody(document: DocumentNode, schema: GraphQLSchema): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const walk = ({ selections }: SelectionSetNode, parent: GraphQLNamedType): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return field(selection, parent);
      const target = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const type = target?.typeCondition ? schema.getType(target.typeCondition.name.value) : parent;
      return target !== undefined && type !== undefined && walk(target.selectionSet, type);
    });
  const field = (node: FieldNode, parent: GraphQLNamedType): boolean => {
    const { value: name } = node.name;
    if (MACHINERY.has(name)) return node.selectionSet === undefined || walk(node.selectionSet, parent);
    const definition = 'getFields' in parent ? parent.getFields()[name] : undefined;
    if (definition === undefined || !isCompositeType(parent) || !isMarked(schema, parent, name)) return false;
    return node.selectionSet === undefined || walk(node.selectionSet, getNamedType(definition.type));
  };
  return document.definitions.every((one) => {
    if (one.kind !== Kind.OPERATION_DEFINITION) return true;
    const root = schema.getRootType(one.operation);
    return root !== undefined && root !== null && walk(one.selectionSet, root);
  });
}

/** Of an interface's field, every implementation has to carry the mark as well: any of them may answer. */
function isMarked(schema: GraphQLSchema, parent: GraphQLNamedType, name: string): boolean {
  if (!carriesMark(parent) && !carriesMark('getFields' in parent ? parent.getFields()[name] : undefined)) return false;
  if (!isAbstractType(parent) || !isInterfaceType(parent)) return true;
  return schema.getPossibleTypes(parent).every((member) => isMarked(schema, member, name));
}

interface Described {
  readonly astNode?: {
    readonly directives?: readonly {
      readonly name: { readonly value: string };
      readonly arguments?: readonly { readonly value: { readonly kind: string } }[];
    }[];
  } | null;
}

function carriesMark(element: unknown): boolean {
  const directives = (element as Described | undefined)?.astNode?.directives ?? [];
  return directives.some(
    (directive) =>
      directive.name.value === 'tag' &&
      directive.arguments?.some(
        ({ value }) => value.kind === Kind.STRING && (value as never as { value: string }).value === VIEWER_INDEPENDENT,
      ),
  );
}
