import { isBranch, type Branch } from '../branch.ts';
import { keyOf, Missing } from '../plan/representation.ts';
import { lose } from './lost.ts';
import { clone } from './merge.ts';
import type { RequestPart, Slot, Step } from '../plan/plan.ts';

/** One unique representation and everything that it stands for: `targets[i]` was found by `steps[i]`. */
export interface Entry {
  readonly representation: Branch;
  readonly steps: Step[];
  readonly targets: Branch[];
}

export type Missed = (step: Step, target: Branch, missing: Missing) => void;

export interface PendingPart {
  readonly part: RequestPart;
  readonly entries: readonly Entry[];
}

/** Groups the targets of the steps that share a slot by their representation: each is asked for once. `missed` is told of those that have none. */
export function entriesOf(
  slot: Slot,
  steps: readonly Step[],
  targetsOf: (step: Step) => readonly Branch[],
  missed: Missed,
): Entry[] {
  const entries: Entry[] = [];
  const byKey = new Map<unknown, Entry>();
  const byText = new Map<string, Entry>(); // apart from the keys: a key value is never mistaken for a text
  const { key, build } = slot.representations;
  for (const step of steps) {
    for (const target of targetsOf(step)) {
      const cheap = key?.(target);
      let entry = cheap === undefined ? undefined : byKey.get(cheap);
      if (entry === undefined) {
        const representation = build(target);
        if (representation === undefined) continue;
        if (representation instanceof Missing) {
          missed(step, target, representation);
          continue;
        }
        const text = cheap === undefined ? keyOf(representation) : undefined;
        entry = text === undefined ? undefined : byText.get(text);
        if (entry === undefined) {
          entry = { representation, steps: [], targets: [] };
          entries.push(entry);
          if (text === undefined) byKey.set(cheap, entry);
          else byText.set(text, entry);
        }
      }
      entry.steps.push(step);
      entry.targets.push(target);
    }
  }
  return entries;
}

/** Merges the answers into their targets; returns what is wrong with the answer, if anything. */
export function applyEntities({ part, entries }: PendingPart, answer: unknown): string | undefined {
  const isWhole = Array.isArray(answer) && answer.length === entries.length;
  entries.forEach((entry, i) => {
    const entity: unknown = isWhole ? answer[i] : undefined;
    if (isBranch(entity)) applyEntity(part.slot, entry, entity);
    else lose(entry.targets);
  });
  if (isWhole || answer === null || answer === undefined) return undefined; // the subgraph said why in its errors
  if (!Array.isArray(answer)) return 'Expected "data._entities" in response to be an array';
  return `Expected "data._entities" to contain ${entries.length} elements`;
}

/**
 * Sub-objects are shared by reference only between targets of one step whose nested objects no other step writes into: targets at
 * another path may be given other fields under the same keys later.
 */
function applyEntity(slot: Slot, { steps, targets }: Entry, entity: Branch): void {
  const { merge, hasObjects, rewritten } = slot;
  if (targets.length === 1 || (!hasObjects && !rewritten)) {
    for (const target of targets) merge(target, entity);
    return;
  }
  const copies = targets.map((_, i) => {
    const isFirstOfStep = i === 0 || steps[i] !== steps[i - 1];
    return i > 0 && (rewritten || isFirstOfStep || !steps[i]!.shareable) ? clone(entity) : undefined;
  });
  let current = entity;
  targets.forEach((target, i) => {
    current = copies[i] ?? current;
    merge(target, current);
  });
}
