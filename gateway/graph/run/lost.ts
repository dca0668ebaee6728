import { GraphQLError } from 'graphql';
import type { Branch } from '../branch.ts';
import type { Missing } from '../plan/representation.ts';
import type { Step } from '../plan/plan.ts';
import type { AskedTypes } from './asked-types.ts';
import { placesOf } from './errors.ts';

/**
 * Objects that a subgraph was asked about and said nothing of: it does not know them, or it failed and said so. What they lack is no news.
 * By identity, for all operations: an object of a data tree belongs to one.
 */
const lost = new WeakSet<Branch>();

export function lose(targets: Iterable<Branch>): void {
  for (const target of targets) lost.add(target);
}

/** The code of what was not asked for because an input of it never came. */
export const INPUT_MISSING = 'INPUT_MISSING';

/** Objects that a step cannot ask about, because an input is missing that no fault and no unknown object explains. */
export class Misses {
  readonly #asked: AskedTypes;
  readonly #byStep = new Map<Step, Map<string, Set<Branch>>>();

  constructor(asked: AskedTypes) {
    this.#asked = asked;
  }

  add(step: Step, target: Branch, { object, field }: Missing): void {
    if (!this.#asked.has(step, String(target['__typename']))) return;
    const isExplained = lost.has(object) || lost.has(target);
    lost.add(target);
    if (isExplained) return;
    const byField = this.#byStep.get(step) ?? new Map<string, Set<Branch>>();
    this.#byStep.set(step, byField.set(field, (byField.get(field) ?? new Set()).add(target)));
  }

  /** One for each place: a subgraph left out what it was asked for, or the plan asked nobody for it. */
  errors(data: Branch): GraphQLError[] {
    return [...this.#byStep].flatMap(([step, byField]) =>
      [...byField].flatMap(([field, targets]) =>
        placesOf(data, step, targets).map(
          (path) =>
            new GraphQLError(`Subgraph "${step.service}" was not asked: "${field}" never came, which it needs`, {
              path,
              extensions: { code: INPUT_MISSING, serviceName: step.service },
            }),
        ),
      ),
    );
  }
}
