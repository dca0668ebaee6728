import { operationOf, eachField, fragmentsOf, responseKey } from './selections.ts';
import { Kind, type SelectionSetNode } from 'graphql';
import type { Step } from './plan.ts';

/**
 * Finds the nested objects that more than one step writes into (value types, @provides, interface members from several subgraphs).
 * Their results must never be shared by reference between targets, and the objects at or below such a path may be replaced
 * by a later merge, so that a walk to them must not be reused.
 */
export function markContested(steps: readonly Step[]): void {
  const writers = new Map<string, Set<Step>>();
  for (const step of steps) {
    const fragments = fragmentsOf(step.document);
    const visit = (set: SelectionSetNode, path: string): void =>
      eachField(set, fragments, (field) => {
        if (!field.selectionSet) return;
        const at = `${path}.${responseKey(field)}`;
        const known = writers.get(at);
        if (known) known.add(step);
        else writers.set(at, new Set([step]));
        visit(field.selectionSet, at);
      });
    visit(writtenSelection(step), dotted(step.path));
  }
  const contested = [...writers].filter(([, by]) => by.size > 1);
  for (const [, by] of contested) for (const step of by) step.shareable = false;
  for (const step of steps) {
    if (step.only) continue; // it walks to some of the objects at its path
    const path = dotted(step.path);
    if (!contested.some(([at]) => path === at || path.startsWith(`${at}.`))) step.walkKey = step.path.join('.');
  }
}

/** What a step writes into its targets: the selection below `_entities`, or the whole operation. */
export function writtenSelection({ document, fetch }: Pick<Step, 'document' | 'fetch'>): SelectionSetNode {
  const { selectionSet } = operationOf(document);
  if (!fetch.requires) return selectionSet;
  const entities = selectionSet.selections[0];
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) throw new Error('an entity fetch without _entities');
  return entities.selectionSet;
}

function dotted(path: readonly string[]): string {
  return path
    .filter((part) => part !== '@')
    .map((part) => `.${part}`)
    .join('');
}
