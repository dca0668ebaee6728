import type { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Caller } from '#chassis/identity/caller';
import type { Log } from '#chassis/log/log';
import { limitKey } from '../identity/client-address.ts';
import type { RateLimits as Figures } from './limits.ts';
import { refuse } from './refusals.ts';
import type { SharedMeters } from './shared-meters.ts';

type Meter = 'anonymous' | 'user' | 'cost' | 'mutations';
type Meters = Readonly<Record<Meter, RateLimiterAbstract>>;
type Payer = Pick<Caller, 'userId' | 'ip'>;

const NAMES: Readonly<Record<Meter, string>> = {
  anonymous: 'requests without a sign-in',
  user: 'requests',
  cost: 'selections',
  mutations: 'mutations',
};

/**
 * Budgets a minute: of a user wherever they are, or of an address while nobody has signed in. Counted in this process, or together with
 * other gateways; when those cannot be reached each counts alone, except for what a stranger may guess at (signing in, resetting a
 * password): that is refused.
 */
export class RateLimits {
  private readonly own: Meters;
  private readonly shared: Meters | undefined;

  constructor(
    figures: Figures,
    private readonly log: Log,
    shared?: SharedMeters,
  ) {
    this.own = metersOf(figures, (keyPrefix, points) => new RateLimiterMemory({ keyPrefix, points, duration: 60 }));
    this.shared = shared && metersOf(figures, (keyPrefix, points) => shared.meter(keyPrefix, points));
  }

  /** One point for one request, before anything of it is parsed. */
  async request(payer: Payer): Promise<GraphQLError | undefined> {
    return this.spend(payer.userId === null ? 'anonymous' : 'user', payer, 1, false);
  }

  /** What the document really asks for: its expanded selections, and each root field of a mutation. */
  async operation(
    payer: Payer,
    cost: { readonly selections: number; readonly mutations: number },
  ): Promise<GraphQLError | undefined> {
    const refused = await this.spend('cost', payer, cost.selections, false);
    if (refused || cost.mutations === 0) return refused;
    // a mutation of somebody who has not signed in is always about signing in
    return this.spend('mutations', payer, cost.mutations, payer.userId === null);
  }

  private async spend(meter: Meter, payer: Payer, points: number, strict: boolean): Promise<GraphQLError | undefined> {
    const key = payer.userId ?? limitKey(payer.ip);
    try {
      return await spendOn((this.shared ?? this.own)[meter], meter, key, points);
    } catch (error) {
      this.log.warn({ err: error, meter }, 'the shared rate limits cannot be asked');
      if (strict) return refuse('SERVICE_UNAVAILABLE', 'Signing in is not possible right now: try again shortly.');
      return spendOn(this.own[meter], meter, key, points);
    }
  }
}

function metersOf(figures: Figures, make: (keyPrefix: Meter, points: number) => RateLimiterAbstract): Meters {
  return {
    anonymous: make('anonymous', figures.anonymousPerMinute),
    user: make('user', figures.userPerMinute),
    cost: make('cost', figures.costPerMinute),
    mutations: make('mutations', figures.mutationsPerMinute),
  };
}

/** Throws only when the meter itself is broken. */
async function spendOn(
  limiter: RateLimiterAbstract,
  meter: Meter,
  key: string,
  points: number,
): Promise<GraphQLError | undefined> {
  try {
    await limiter.consume(key, points);
    return undefined;
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent;
    const retryAfter = Math.max(1, Math.ceil(spent.msBeforeNext / 1000));
    return refuse('RATE_LIMITED', `Too many ${NAMES[meter]}: try again in ${retryAfter} s.`, {
      retryAfter,
      limit: meter,
    });
  }
}
