import { RateLimiterMemory, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SharedMeters } from '../shared-meters.ts';

/** The budgets of API clients: one meter for each budget that some client has. */
export class ClientMeters {
  readonly #shared: SharedMeters | undefined;
  readonly #meters = new Map<string, RateLimiterAbstract>();

  constructor(shared: SharedMeters | undefined) {
    this.#shared = shared;
  }

  meter(points: number, where: 'own' | 'shared'): RateLimiterAbstract {
    const id = `${where} ${points}`;
    let meter = this.#meters.get(id);
    if (!meter) {
      meter =
        where === 'shared' && this.#shared
          ? this.#shared.meter('cost', points, 60)
          : new RateLimiterMemory({ keyPrefix: 'client', points, duration: 60 });
      this.#meters.set(id, meter);
    }
    return meter;
  }
}
