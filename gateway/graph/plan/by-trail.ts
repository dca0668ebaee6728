import type { FetchNode } from '@apollo/query-planner';
import { Kind, print, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { writtenSelection } from './contested.ts';
import { eachField, fragmentsOf, responseKey } from './selections.ts';
import { asking, writtenOut } from './split-fetch.ts';
import { waysTo, type Asking, type Trail } from './trails.ts';

/** A fetch for some of the objects at its path: those on one of these ways. For all of them when there are none. */
export interface FetchByTrail {
  readonly fetch: FetchNode;
  readonly only: readonly Trail[] | undefined;
}

type Fields = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * The planner makes one fetch for what stands at one path, by whatever objects it is reached. Where that asks for `divided` keys, it becomes
 * several, which travel in one request: each object is asked for those that the client asks of it, and cannot fail by the others.
 */
export function byTrail(
  fetch: FetchNode,
  path: readonly string[],
  divided: ReadonlySet<string>,
  client: Asking,
): FetchByTrail[] {
  const document = fetch.operationDocumentNode!;
  const whole = writtenSelection({ fetch, document });
  if (divided.size === 0 || path.length === 0 || !selects(whole, divided, fragmentsOf(document)))
    return [{ fetch, only: undefined }];
  const written = writtenOut(whole, fragmentsOf(document));
  const parts = new Map<string, { set: SelectionSetNode; trails: Trail[] }>();
  for (const { trail, asked } of waysTo(path, client)) {
    const set = narrowed(written, asked, divided, client.fragments);
    const text = print(set);
    const part = parts.get(text);
    if (part) part.trails.push(trail);
    else parts.set(text, { set, trails: [trail] });
  }
  if (parts.size === 1) return [{ fetch, only: undefined }];
  return [...parts.values()]
    .filter(({ set }) => set.selections.length > 0)
    .map(({ set, trails }) => ({ fetch: asking(fetch, set), only: trails }));
}

function selects(
  set: SelectionSetNode,
  keys: ReadonlySet<string>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  let found = false;
  eachField(set, fragments, (field) => {
    found ||= keys.has(responseKey(field));
    found ||= field.selectionSet !== undefined && selects(field.selectionSet, keys, fragments);
  });
  return found;
}

/** Without the divided keys that are not asked for there. Everything else may be the planner's own. */
function narrowed(
  set: SelectionSetNode,
  asked: Fields,
  divided: ReadonlySet<string>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('a fragment that was not written out');
    const isField = selection.kind === Kind.FIELD;
    const nodes = isField ? (asked.get(responseKey(selection)) ?? []) : [];
    if (isField && nodes.length === 0 && divided.has(responseKey(selection))) return [];
    if (!selection.selectionSet) return [selection];
    const selectionSet = narrowed(
      selection.selectionSet,
      isField ? fieldsBelow(nodes, fragments) : asked,
      divided,
      fragments,
    );
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { ...set, selections };
}

/** On whatever type: below its path a fetch has the type conditions of the client. */
function fieldsBelow(nodes: readonly FieldNode[], fragments: ReadonlyMap<string, FragmentDefinitionNode>): Fields {
  const fields = new Map<string, FieldNode[]>();
  for (const { selectionSet } of nodes) {
    if (!selectionSet) continue;
    eachField(selectionSet, fragments, (field) => {
      const same = fields.get(responseKey(field));
      if (same) same.push(field);
      else fields.set(responseKey(field), [field]);
    });
  }
  return fields;
}
