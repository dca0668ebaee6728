import { reaction, type Reaction } from '#chassis/events/reaction';
import { askerChargeEvents } from '#chassis/charge/charge-events';
import { endCharge } from '../actions/end-charge.ts';
import { holdCharge } from '../actions/hold-charge.ts';

/** Who may ask for charges, by the name of the subgraph. A neighbour that begins to cost something is one more word here. */
export const CHARGE_ASKERS: readonly string[] = [];

/** What is heard of each asker: that it asks, and what came of it. */
export function chargeReactions(askers: readonly string[]): Reaction[] {
  return askers.flatMap((asker) => {
    const { requested, settled } = askerChargeEvents(asker);
    return [
      reaction(`hold-when-${asker}-charges`, requested, async (scope, event) => {
        await holdCharge(scope, { asker, request: event.body, askedAt: new Date(event.occurredAt) });
      }),
      reaction(`settle-when-${asker}-is-done`, settled, async (scope, event) => {
        await endCharge(scope, { asker, ...event.body });
      }),
    ];
  });
}
