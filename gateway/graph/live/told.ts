import type { SubgraphResult } from '#chassis/mount/endpoint';
import type { Prepared } from '../plan/prepare.ts';
import type { GraphResult } from '../run/run-prepared.ts';

/** One message of an upstream subscription, as all its readers see it: nobody changes the event, and what costs is made once. */
export class Told {
  #size: number | undefined;
  #results: Map<Prepared, Map<string, Promise<GraphResult>>> | undefined;

  constructor(readonly event: SubgraphResult) {}

  /** Where to continue after it. */
  get position(): string | undefined {
    const position = this.event.extensions?.position;
    return typeof position === 'string' ? position : undefined;
  }

  /** Anything but a position by itself. */
  get isEvent(): boolean {
    return this.event.data !== undefined || this.event.errors !== undefined;
  }

  /** Length of its JSON text, in UTF-16 units. */
  get size(): number {
    return (this.#size ??= JSON.stringify(this.event).length);
  }

  /** The one result for all readers of equal operations. Only for operations whose whole result is viewer-independent. */
  once(prepared: Prepared, variables: string, make: () => Promise<GraphResult>): Promise<GraphResult> {
    this.#results ??= new Map();
    let ofPlan = this.#results.get(prepared);
    if (ofPlan === undefined) this.#results.set(prepared, (ofPlan = new Map()));
    let result = ofPlan.get(variables);
    if (result === undefined) ofPlan.set(variables, (result = make()));
    return result;
  }
}
