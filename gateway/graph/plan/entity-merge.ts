import { applyRewrites } from '@apollo/gateway/dist/dataRewrites.js';
import type { FetchNode } from '@apollo/query-planner';
import { isAbstractType, type DocumentNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { Branch } from '../branch.ts';
import { mergeInto } from '../run/merge.ts';
import { generate, literal, property } from './generated-code.ts';
import { eachField, fragmentsOf, responseKey } from './selections.ts';

export type Merge = (target: Branch, entity: Branch) => void;

/**
 * A subgraph that knows an interface as an @interfaceObject answers with the interface's name: it must not replace the name of the object
 * type, by which later fetches of that type find their entities.
 */
type IsAbstract = (typename: unknown) => boolean;

/** Entity -> target, as generated property moves: leaves are assigned, nested objects merged only where both sides have one. */
export function compileMerge(
  fetch: FetchNode,
  document: DocumentNode,
  set: SelectionSetNode,
  schema: GraphQLSchema,
): Merge {
  const isAbstract: IsAbstract = (typename) => isAbstractType(schema.getType(String(typename)));
  if (fetch.outputRewrites?.length) return rewritingMerge(fetch, schema, isAbstract);
  const keys = new Map<string, boolean>();
  eachField(set, fragmentsOf(document), (field) => {
    const key = responseKey(field);
    keys.set(key, field.selectionSet !== undefined || keys.get(key) === true);
  });
  if (keys.has('__proto__')) return typedMerge(isAbstract);
  const moves = [...keys].map(([key, nested]) => {
    const assign = `t[${literal(key)}] = v`;
    const read = `v = ${property('e', key)}; if (v !== undefined)`;
    if (key === '__typename') return `${read} { if (t.__typename === undefined || !isAbstract(v)) ${assign}; }`;
    if (!nested) return `${read} ${assign};`;
    const merge = `mergeInto(t, { [${literal(key)}]: v })`;
    return `${read} { c = ${property('t', key)}; if (c === undefined || c === null || v === null) ${assign}; else if (c !== v) ${merge}; }`;
  });
  return generate(`return (t, e) => { let v, c; ${moves.join('\n')} }`, { mergeInto, isAbstract });
}

function typedMerge(isAbstract: IsAbstract): Merge {
  return (target, entity) => {
    if (isAbstract(entity['__typename'])) entity['__typename'] = target['__typename'];
    mergeInto(target, entity);
  };
}

/** The planner's rewrites look at the concrete type, which an @interfaceObject subgraph does not know: the target lends it. */
function rewritingMerge(fetch: FetchNode, schema: GraphQLSchema, isAbstract: IsAbstract): Merge {
  return (target, entity) => {
    if (!entity['__typename'] || isAbstract(entity['__typename'])) entity['__typename'] = target['__typename'];
    applyRewrites(schema, fetch.outputRewrites, entity);
    mergeInto(target, entity);
  };
}
