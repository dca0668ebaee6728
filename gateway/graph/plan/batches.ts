import {
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ASTNode,
  type DocumentNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Snapshot } from '../snapshot.ts';
import { writtenSelection } from './contested.ts';
import { compileMerge } from './entity-merge.ts';
import { representationBuilder } from './representation.ts';
import { eachField, fragmentsOf, operationOf } from './selections.ts';
import type { BatchGroup, PreparedRequest, Slot, Step } from './plan.ts';
import { sinksIn, type Tuning } from './tuning.ts';

/** A bit mask has to fit, and a subgraph's cost limits have to bear it. */
const MAX_SLOTS = 30;

export function batchGroupsOf(steps: readonly Step[], snapshot: Snapshot, tuning: Tuning): BatchGroup[] {
  const lastLevels = lastLevelsOf(steps);
  const groups: BatchGroup[] = [];
  const open = new Map<string, BatchGroup>();
  for (const step of steps) {
    if (!step.fetch.requires) {
      step.request = rootRequest(step);
      continue;
    }
    const isLeaf = step.dependents.length === 0;
    const level = isLeaf && sinksIn(tuning, step.service) ? lastLevels.get(step.service)! : step.level;
    const alone = !tuning.batching || step.fetch.contextRewrites?.length;
    const key = alone ? `#${step.index}` : `${step.service}|${level}`;
    let group = open.get(key);
    if (group === undefined || group.slots.length >= MAX_SLOTS) {
      group = { index: groups.length, service: step.service, level, steps: [], slots: [], requests: new Map() };
      open.set(key, group);
      groups.push(group);
    }
    join(group, step, snapshot);
  }
  return groups;
}

/** Where each subgraph is asked for entities last: a fetch that nothing waits for loses nothing by travelling then. */
function lastLevelsOf(steps: readonly Step[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { service, level, fetch } of steps)
    if (fetch.requires) last.set(service, Math.max(last.get(service) ?? 0, level));
  return last;
}

function join(group: BatchGroup, step: Step, snapshot: Snapshot): void {
  const { fetch, document } = step;
  const selectionSet = writtenSelection(step);
  const fragments = [...fragmentsOf(document).values()];
  const rewrites = JSON.stringify([fetch.requires, fetch.inputRewrites, fetch.outputRewrites]);
  const identity = [print(selectionSet), rewrites, ...fragments.map(print)].join('\n');
  let slot = group.slots.find((known) => known.identity === identity);
  if (slot === undefined) {
    const renamed = renaming(group, step);
    slot = {
      index: group.slots.length,
      identity,
      selection: renamed(selectionSet),
      fragments: new Map(fragments.map((fragment) => [fragment.name.value, renamed(fragment)])),
      definitions: (operationOf(document).variableDefinitions ?? []).filter(
        (definition) => !isRepresentations(definition),
      ),
      variables: fetch.variableUsages ?? [],
      fetch,
      steps: [],
      representations: representationBuilder(fetch, snapshot),
      merge: compileMerge(fetch, document, selectionSet, snapshot.supergraphSchema),
      hasObjects: selectsObjects(selectionSet, document),
      rewritten: (fetch.outputRewrites?.length ?? 0) > 0,
    };
    group.slots.push(slot);
  }
  slot.steps.push(step);
  group.steps.push(step);
  step.slot = slot;
  step.group = group;
}

/** Prints with fragment names that are unique in the batch: two fetches may use one name for different fragments. */
function renaming(group: BatchGroup, step: Step): (node: ASTNode) => string {
  const prefix = `e${group.slots.length}_`;
  const rename = <N extends { readonly name: { readonly value: string } }>(node: N): N => ({
    ...node,
    name: { ...node.name, value: prefix + node.name.value },
  });
  const none = fragmentsOf(step.document).size === 0;
  return (node) =>
    stripIgnoredCharacters(print(none ? node : visit(node, { FragmentSpread: rename, FragmentDefinition: rename })));
}

function isRepresentations(definition: VariableDefinitionNode): boolean {
  return definition.variable.name.value === 'representations' && print(definition.type) === '[_Any!]!';
}

function selectsObjects(set: SelectionSetNode, document: DocumentNode): boolean {
  let found = false;
  eachField(set, fragmentsOf(document), (field) => (found ||= field.selectionSet !== undefined));
  return found;
}

/** The request for a subset of the group's slots; made once per subset. */
export function requestFor(group: BatchGroup, mask: number): PreparedRequest {
  let request = group.requests.get(mask);
  if (request === undefined) {
    const slots = group.slots.filter((slot) => mask & (1 << slot.index));
    group.requests.set(mask, (request = slots.length === 1 ? singleRequest(slots[0]!) : batchedRequest(slots)));
  }
  return request;
}

/** Exactly what Apollo would send, unless the client took the variable name. */
function singleRequest(slot: Slot): PreparedRequest {
  if (slot.variables.includes('representations')) return batchedRequest([slot]);
  const { fetch } = slot;
  return {
    service: fetch.serviceName,
    query: fetch.operation,
    document: slot.steps[0]!.document,
    operationName: fetch.operationName,
    kind: 'query',
    variables: slot.variables,
    parts: [{ slot, representationsName: 'representations', answerKey: '_entities' }],
  };
}

function batchedRequest(slots: readonly Slot[]): PreparedRequest {
  const { serviceName: service, operationName } = slots[0]!.fetch;
  const variables = [...new Set(slots.flatMap((slot) => slot.variables))];
  let prefix = 'r';
  while (variables.some((name) => name.startsWith(prefix))) prefix += '_';
  const parts = slots.map((slot) => ({ slot, representationsName: prefix + slot.index, answerKey: `e${slot.index}` }));
  const definitions = new Map(slots.flatMap((slot) => slot.definitions.map((d) => [d.variable.name.value, print(d)])));
  const head = [...parts.map((part) => `$${part.representationsName}:[_Any!]!`), ...definitions.values()].join(',');
  const body = parts.map(
    (part) => `${part.answerKey}:_entities(representations:$${part.representationsName})${part.slot.selection}`,
  );
  const fragments = slots.flatMap((slot) => [...slot.fragments.values()]);
  const query = `query ${operationName ?? ''}(${head}){${body.join(' ')}}${fragments.join('')}`;
  return {
    service,
    query,
    document: parse(query, { noLocation: true }),
    operationName,
    kind: 'query',
    variables,
    parts,
  };
}

/** A fetch of root fields. */
export function rootRequest({ fetch, document }: Pick<Step, 'fetch' | 'document'>): PreparedRequest {
  const kind = operationOf(document).operation;
  return {
    service: fetch.serviceName,
    query: fetch.operation,
    document,
    operationName: fetch.operationName,
    kind,
    variables: fetch.variableUsages ?? [],
    parts: [],
  };
}
