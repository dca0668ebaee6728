import { Kind, visit, type DocumentNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';

/** Whether a label that is no percentage is on for this caller. */
export type LabelChoice = (label: string, caller: Caller) => boolean;

const PERCENT = /^percent\((\d{1,2}(?:\.\d{1,8})?|100)\)$/;

/** The labels of progressive overrides, `@override(from: "a", label: "percent(5)")`, that a supergraph names. */
export function overrideLabelsIn(supergraph: DocumentNode): readonly string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'join__field') return;
      const value = given.find((argument) => argument.name.value === 'overrideLabel')?.value;
      if (value?.kind === Kind.STRING) labels.add(value.value);
    },
  });
  return [...labels].sort();
}

/**
 * The labels that are on for a caller. `percent(n)` is on for n of 100 callers, always the same ones: it goes by the user, or the address
 * of who has not signed in, so nobody changes sides from one request to the next, and who is in at 5 is in at 20.
 */
export function labelsFor(
  labels: readonly string[],
  caller: Caller,
  choice: LabelChoice = () => false,
): readonly string[] {
  if (labels.length === 0) return labels;
  const place = placeOf(caller.userId ?? caller.ip);
  return labels.filter((label) => {
    const percent = PERCENT.exec(label)?.[1];
    return percent === undefined ? choice(label, caller) : place < Number(percent);
  });
}

/** Evenly from 0 to below 100 (FNV-1a, 32 bits, with a last mix: ids that differ in their ends only fall far apart). */
function placeOf(identity: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < identity.length; i++) hash = Math.imul(hash ^ identity.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * 100;
}
