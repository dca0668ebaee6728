import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { CallTally } from './call-tally.ts';
import { Circuit, type CircuitLimits, type CircuitState } from './circuit.ts';
import { guardedEndpoint, type GuardedEndpoint } from './guarded-endpoint.ts';

/** One circuit per subgraph, whatever supergraph names it and whoever in this gateway asks it. */
export class Circuits {
  readonly #limits: Partial<CircuitLimits>;
  readonly #known = new Map<string, { readonly circuit: Circuit; readonly tally: CallTally }>();

  constructor(limits: Partial<CircuitLimits> = {}) {
    this.#limits = limits;
  }

  guard(name: string, endpoint: SubgraphEndpoint): GuardedEndpoint {
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = { circuit: new Circuit(this.#limits), tally: new CallTally() }));
    return guardedEndpoint(name, endpoint, known.circuit, known.tally);
  }

  get states(): Readonly<Record<string, CircuitState>> {
    return Object.fromEntries([...this.#known].map(([name, { circuit }]) => [name, circuit.state]));
  }

  get tallies(): readonly (readonly [name: string, tally: CallTally])[] {
    return [...this.#known].map(([name, { tally }]) => [name, tally] as const);
  }
}
