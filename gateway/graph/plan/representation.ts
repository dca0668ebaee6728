import { applyRewrites, isObjectOfType } from '@apollo/gateway/dist/dataRewrites.js';
import { deepMerge } from '@apollo/gateway/dist/utilities/deepMerge.js';
import type {
  FetchNode,
  QueryPlanFieldNode,
  QueryPlanInlineFragmentNode,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isBranch, type Branch } from '../branch.ts';
import type { Snapshot } from '../snapshot.ts';
import { ALL_NAMELESS, namelessTest } from './nameless.ts';
import { assertName, generate, literal, property } from './generated-code.ts';

/** An object of the data tree has no value, not even null, where a representation needs one. */
export class Missing {
  readonly object: Branch;
  readonly field: string;

  constructor(object: Branch, field: string) {
    this.object = object;
    this.field = field;
  }
}

export interface RepresentationBuilder {
  /** The `_Any` value that a subgraph is asked with; undefined when this object is none of its entities. */
  build(target: Branch): Branch | Missing | undefined;
  /** A cheap value that is equal exactly when two representations are; undefined asks for `keyOf(build(target))` instead. */
  key?(target: Branch): unknown;
}

/** Identity of a representation that has no cheap key. Field order is the planner's, so equal values give equal texts. */
export function keyOf(representation: Branch): string {
  return JSON.stringify(representation);
}

type Build = RepresentationBuilder['build'];

export function representationBuilder(fetch: FetchNode, snapshot: Snapshot): RepresentationBuilder {
  const requires = fetch.requires ?? [];
  const { supergraphSchema: schema } = snapshot;
  const generic: Build = (target) => {
    const representation = select(schema, target, requires);
    if (representation instanceof Missing) return representation;
    if (!representation['__typename']) return undefined;
    applyRewrites(schema, fetch.inputRewrites, representation);
    return representation;
  };
  const isRewritten = (fetch.inputRewrites?.length ?? 0) > 0;
  const byType = new Map<string, Build>();
  return {
    ...(!isRewritten && { key: cheapKey(requires, snapshot) }),
    build(target) {
      const typename = target['__typename'];
      if (typeof typename !== 'string') return undefined;
      let build = byType.get(typename);
      if (build === undefined) {
        const made = isRewritten ? generic : buildFor(typename, requires, snapshot, generic);
        byType.set(typename, (build = namedBuild(typename, fetch, snapshot, made)));
      }
      return build(target);
    },
  };
}

/** Leaves out what has no name in this subgraph. */
function namedBuild(typename: string, fetch: FetchNode, snapshot: Snapshot, build: Build): Build {
  const given = fieldsGiven(fetch.requires ?? [], typename, snapshot);
  const isNameless = namelessTest(typename, fetch.serviceName, new Set(given), snapshot);
  if (isNameless === undefined) return build;
  if (isNameless === ALL_NAMELESS) return () => undefined;
  return (target) => {
    const representation = build(target);
    if (representation === undefined || representation instanceof Missing) return representation;
    return isNameless(representation) ? undefined : representation;
  };
}

/** Those at the top of a representation of the type. */
function fieldsGiven(requires: readonly QueryPlanSelectionNode[], typename: string, snapshot: Snapshot): string[] {
  return requires.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection.name];
    const { typeCondition, selections } = selection;
    const isOfType = typeCondition === undefined || covers(snapshot, typeCondition, typename);
    return isOfType ? fieldsGiven(selections, typename, snapshot) : [];
  });
}

function buildFor(
  typename: string,
  requires: readonly QueryPlanSelectionNode[],
  snapshot: Snapshot,
  generic: Build,
): Build {
  const conditions = requires.filter(isInlineFragment);
  const matching = conditions.filter(
    (s) => s.typeCondition !== undefined && covers(snapshot, s.typeCondition, typename),
  );
  if (matching.length === 0) return () => undefined;
  const flat = matching.length === 1 && conditions.length === requires.length && scalarFields(matching[0]!.selections);
  return flat ? flatBuild(flat) : generic;
}

function covers(snapshot: Snapshot, condition: string, typename: string): boolean {
  return condition === typename || snapshot.possibleTypes.get(condition)?.has(typename) === true;
}

function isInlineFragment(selection: QueryPlanSelectionNode): selection is QueryPlanInlineFragmentNode {
  return selection.kind === 'InlineFragment';
}

/** The fields when all of them are leaves (the usual case: scalar keys), else undefined. */
function scalarFields(selections: readonly QueryPlanSelectionNode[]): QueryPlanFieldNode[] | undefined {
  const fields = selections.filter((s): s is QueryPlanFieldNode => s.kind === 'Field' && !s.selections);
  return fields.length === selections.length ? fields : undefined;
}

/** `{ __typename, upc }` straight from the object. An alias is where the object has the value, the name what the subgraph calls it. */
function flatBuild(fields: readonly QueryPlanFieldNode[]): Build {
  const keys = fields.map((field) => field.alias ?? field.name);
  if (!keys.includes('__typename')) return () => undefined;
  const reads = keys.map(
    (key, i) => `const v${i} = ${property('o', key)}; if (v${i} === undefined) return new Missing(o, ${literal(key)});`,
  );
  const entries = fields.map(({ name }, i) => {
    assertName(name);
    return `[${literal(name)}]: v${i}`;
  });
  return generate(`return (o) => { ${reads.join(' ')} return { ${entries.join(', ')} }; }`, { Missing });
}

/**
 * One object type and one to four scalar key fields: the value itself, or for several fields a joined text in which strings carry their
 * length, so that no two tuples collide. Values that are neither strings nor numbers have no cheap key.
 */
function cheapKey(requires: readonly QueryPlanSelectionNode[], snapshot: Snapshot): RepresentationBuilder['key'] {
  const only = requires[0];
  if (requires.length !== 1 || only === undefined || !isInlineFragment(only) || only.typeCondition === undefined)
    return undefined;
  if (snapshot.possibleTypes.get(only.typeCondition)?.size !== 1) return undefined;
  const fields = scalarFields(only.selections);
  if (fields === undefined || !fields.some((field) => field.name === '__typename' && !field.alias)) return undefined;
  const names = fields.map((field) => field.alias ?? field.name).filter((name) => name !== '__typename');
  if (names.length === 0 || names.length > 4) return undefined;
  const reads = names.map(
    (name, i) =>
      `const v${i} = ${property('o', name)}; const t${i} = typeof v${i}; if (t${i} !== 'string' && t${i} !== 'number') return undefined;`,
  );
  const tagged = names.map((_, i) => `(t${i} === 'number' ? v${i} : v${i}.length + ':' + v${i})`);
  const joined = names.length === 1 ? 'v0' : `'' + ${tagged.join(` + '|' + `)}`;
  const typename = [...snapshot.possibleTypes.get(only.typeCondition)!][0]!;
  return generate(
    `return (o) => { if (o.__typename !== ${literal(typename)}) return undefined; ${reads.join(' ')} return ${joined}; }`,
    {},
  );
}

/** Nested keys, lists, several matching type conditions: whole, or what of it is missing at any depth. */
function select(
  schema: GraphQLSchema,
  source: Branch,
  selections: readonly QueryPlanSelectionNode[],
): Branch | Missing {
  const result: Branch = Object.create(null) as Branch;
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      const value = Object.hasOwn(source, key) ? source[key] : undefined;
      if (value === undefined) return new Missing(source, key);
      const selected = selection.selections ? selectNested(schema, value, selection.selections) : value;
      if (selected instanceof Missing) return selected;
      result[selection.name] = selected;
    } else if (selection.typeCondition !== undefined && isObjectOfType(schema, source, selection.typeCondition)) {
      const selected = select(schema, source, selection.selections);
      if (selected instanceof Missing) return selected;
      deepMerge(result, selected);
    }
  }
  return result;
}

function selectNested(schema: GraphQLSchema, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (!Array.isArray(value)) return isBranch(value) ? select(schema, value, selections) : null;
  const items = value.map((item) => selectNested(schema, item, selections));
  return items.find((item) => item instanceof Missing) ?? items;
}
