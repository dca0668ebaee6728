import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { Graph } from '#gateway/graph/graph';

type Tree = Record<string, unknown>;

export interface InParts {
  /** Everything merged, as a client does. */
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
  /** How many answers came after the first. */
  readonly later: number;
}

/** Takes an answer in parts and puts it together; throws when a part comes before what it belongs to, or after the end. */
export async function inParts(graph: Graph, document: DocumentNode, variables: Tree): Promise<InParts> {
  const answer = await graph.executeInParts({ document, variables, caller: ANONYMOUS });
  if (!('later' in answer)) {
    return { data: answer.data ?? null, errors: answer.errors ?? [], later: 0 };
  }
  const { initial } = answer;
  const data = structuredClone(initial.data);
  const errors = [...(initial.errors ?? [])];
  let later = 0;
  let hasNext = true;
  for await (const parts of answer.later) {
    if (!hasNext) throw new Error('something came after the end');
    ({ hasNext } = parts);
    later += 1;
    for (const part of parts.incremental) {
      errors.push(...(part.errors ?? []));
      const target = at(data, part.path);
      if (part.data !== null) merge(target, structuredClone(part.data));
      else if (!parts.incremental.some((other) => other.errors?.length))
        throw new Error('a part became null, and nobody says why');
    }
  }
  if (hasNext) throw new Error('the end was not told');
  return { data, errors, later };
}

function at(data: unknown, path: readonly (string | number)[]): Tree {
  const target = path.reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], data);
  if (typeof target !== 'object' || target === null) throw new Error(`a part for nothing: ${path.join('.')}`);
  return target as Tree;
}

function merge(target: Tree, source: Tree): void {
  for (const [key, value] of Object.entries(source)) {
    const current = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isTree(current) && isTree(value)) merge(current, value);
    else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Lists too: they are merged element by element. */
function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

/** The same operation with parts of it deferred: fragments that it has, and some of its selections wrapped in new ones. */
export function withRandomDefers(document: DocumentNode, next: (below: number) => number): DocumentNode {
  let labels = 0;
  const defer = (): DirectiveNode => ({
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments:
      next(2) === 0
        ? []
        : [
            {
              kind: Kind.ARGUMENT,
              name: { kind: Kind.NAME, value: 'label' },
              value: { kind: Kind.STRING, value: `part ${labels++}: "x"` },
            },
          ],
  });
  const isRootOfMutation = (ancestors: readonly unknown[]): boolean =>
    !ancestors.some((node) => (node as { kind?: string }).kind === Kind.FIELD) &&
    ancestors.some((node) => (node as { operation?: string }).operation === 'mutation');
  return visit(document, {
    InlineFragment: (node, _key, _parent, _path, ancestors) =>
      isRootOfMutation(ancestors) || next(2) === 0
        ? undefined
        : { ...node, directives: [...(node.directives ?? []), defer()] },
    FragmentSpread: (node, _key, _parent, _path, ancestors) =>
      isRootOfMutation(ancestors) || next(2) === 0
        ? undefined
        : { ...node, directives: [...(node.directives ?? []), defer()] },
    SelectionSet: {
      leave(node, _key, parent, _path, ancestors): SelectionSetNode | undefined {
        const isMutation =
          (parent as { operation?: string } | undefined)?.operation === 'mutation' || isRootOfMutation(ancestors);
        if (isMutation || node.selections.length < 2 || next(3) > 0) return undefined;
        const cut = 1 + next(node.selections.length - 1);
        const fragment: SelectionNode = {
          kind: Kind.INLINE_FRAGMENT,
          directives: [defer()],
          selectionSet: { kind: Kind.SELECTION_SET, selections: node.selections.slice(cut) },
        };
        return { ...node, selections: [...node.selections.slice(0, cut), fragment] };
      },
    },
  });
}
