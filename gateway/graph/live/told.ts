import type { SubgraphResult } from '#chassis/mount/endpoint';
import type { Prepared } from '../plan/prepare.ts';
import type { GraphResult } from '../run/run-prepared.ts';

/** One message of an upstream subscription, as all its readers see it: nobody changes the event, and what costs is made once. */
export class Told {
  #size: number | undefined;
  #results: Map<Prepared, Map<string, GraphResult | Promise<GraphResult>>> | undefined;
  #place: GraphResult | undefined;

  constructor(readonly event: SubgraphResult) {}

  /** Where to continue after it. */
  get position(): string | undefined {
    const position = this.event.extensions?.position;
    return typeof position === 'string' ? position : undefined;
  }

  /** The result of what is nothing but a position: one for all, because many wait for it in quiet times. */
  get place(): GraphResult {
    return (this.#place ??= { position: this.position });
  }

  /** Anything but a position by itself. */
  get isEvent(): boolean {
    return this.event.data !== undefined || this.event.errors !== undefined;
  }

  /** Length of its JSON text, in UTF-16 units. */
  get size(): number {
    return (this.#size ??= JSON.stringify(this.event).length);
  }

  /** The one result for all readers of equal operations, at once when it is there. Only for operations whose whole result is viewer-independent. */
  once(prepared: Prepared, variables: string, make: () => Promise<GraphResult>): GraphResult | Promise<GraphResult> {
    this.#results ??= new Map();
    const ofPlan = this.#results.get(prepared) ?? new Map<string, GraphResult | Promise<GraphResult>>();
    const known = ofPlan.get(variables);
    if (known !== undefined) return known;
    const result = make().then((made) => {
      ofPlan.set(variables, made);
      return made;
    });
    this.#results.set(prepared, ofPlan.set(variables, result));
    return result;
  }
}
