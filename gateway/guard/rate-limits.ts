import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Caller } from '#chassis/identity/caller';
import type { Log } from '#chassis/log/log';
import { limitKey } from '../identity/client-address.ts';
import { ClientMeters } from './clients/client-meters.ts';
import type { ApiClient } from './clients/client-store.ts';
import { WORTH_SETTLING, type RateLimits as Figures } from './limits.ts';
import { refuse } from './refusals.ts';
import type { SharedMeters } from './shared-meters.ts';

type Meter = 'anonymous' | 'user' | 'cost' | 'mutations' | 'uploads';
type Meters = Readonly<Record<Meter, RateLimiterAbstract>>;
/** Who pays: a program with a key of its own, else the user, else the address. */
type Payer = Pick<Caller, 'userId' | 'ip'> & { readonly apiClient?: ApiClient | undefined };

type Spent = GraphQLError | { readonly msBeforeNext: number };

/** Points that were taken before an operation ran. */
export interface Charge {
  /** Told once what it really cost. */
  settle(actual: number): void;
}

const NAMES: Readonly<Record<Meter, string>> = {
  anonymous: 'requests without a sign-in',
  user: 'requests',
  cost: 'points of cost',
  mutations: 'mutations',
  uploads: 'uploads',
};

/**
 * Budgets a minute (of uploads: an hour): of a user wherever they are, or of an address while nobody has signed in. Counted in this process, or together with
 * other gateways; when those cannot be reached each counts alone, except for what a stranger may guess at (signing in, resetting a
 * password): that is refused.
 */
export class RateLimits {
  private readonly own: Meters;
  private readonly shared: Meters | undefined;
  private readonly ofClients: ClientMeters;

  constructor(
    figures: Figures,
    private readonly log: Log,
    shared?: SharedMeters,
  ) {
    this.own = metersOf(
      figures,
      (keyPrefix, points, duration) => new RateLimiterMemory({ keyPrefix, points, duration }),
    );
    this.ofClients = new ClientMeters(shared);
    this.shared = shared && metersOf(figures, shared.meter);
  }

  /** One point for one request, before anything of it is parsed. */
  async request(payer: Payer): Promise<GraphQLError | undefined> {
    const meter = payer.apiClient ? 'cost' : payer.userId === null ? 'anonymous' : 'user';
    const spent = await this.spend(meter, payer, 1, false);
    return spent instanceof GraphQLError ? spent : undefined;
  }

  /** What the operation may cost, and each root field of a mutation; or why it may not be run now. */
  async charge(
    payer: Payer,
    { cost, mutations }: { readonly cost: number; readonly mutations: number },
  ): Promise<GraphQLError | Charge> {
    const spent = await this.spend('cost', payer, cost, false);
    if (spent instanceof GraphQLError) {
      await this.settle(payer, cost, Infinity); // it did not fit, and took nothing
      return spent;
    }
    const until = Date.now() + spent.msBeforeNext;
    if (mutations > 0) {
      // a mutation of somebody who has not signed in is always about signing in
      const tooMany = await this.spend('mutations', payer, mutations, payer.userId === null);
      if (tooMany instanceof GraphQLError) {
        await this.settle(payer, cost, until);
        return tooMany;
      }
    }
    return { settle: (actual) => void this.settle(payer, cost - actual, until) };
  }

  /** Files that are about to be read, or tickets for them. */
  async uploads(payer: Payer, files: number): Promise<GraphQLError | undefined> {
    const spent = await this.spend('uploads', payer, files, false);
    return spent instanceof GraphQLError ? spent : undefined;
  }

  /** Gives back what was not used, or takes what was used beyond the estimate; only in the minute in which it was charged. */
  private async settle(payer: Payer, points: number, until: number): Promise<void> {
    const meter = this.meter('cost', payer, this.shared ? 'shared' : 'own');
    if (Date.now() >= until || points === 0 || (this.shared && Math.abs(points) < WORTH_SETTLING)) return;
    const key = keyOf(payer);
    try {
      await (points > 0 ? meter.reward(key, points) : meter.penalty(key, -points));
    } catch (error) {
      this.log.warn({ err: error }, 'a cost could not be settled');
    }
  }

  private async spend(meter: Meter, payer: Payer, points: number, strict: boolean): Promise<Spent> {
    const key = keyOf(payer);
    try {
      return await spendOn(this.meter(meter, payer, this.shared ? 'shared' : 'own'), meter, key, points);
    } catch (error) {
      this.log.warn({ err: error, meter }, 'the shared rate limits cannot be asked');
      if (strict) return refuse('SERVICE_UNAVAILABLE', 'Signing in is not possible right now: try again shortly.');
      return spendOn(this.meter(meter, payer, 'own'), meter, key, points);
    }
  }

  private meter(meter: Meter, { apiClient }: Payer, where: 'own' | 'shared'): RateLimiterAbstract {
    if (meter === 'cost' && apiClient) return this.ofClients.meter(apiClient.costPerMinute, where);
    return (where === 'shared' ? this.shared! : this.own)[meter];
  }
}

function keyOf({ apiClient, userId, ip }: Payer): string {
  return apiClient ? `client ${apiClient.id}` : (userId ?? limitKey(ip));
}

function metersOf(
  figures: Figures,
  make: (keyPrefix: Meter, points: number, seconds: number) => RateLimiterAbstract,
): Meters {
  return {
    anonymous: make('anonymous', figures.anonymousPerMinute, 60),
    user: make('user', figures.userPerMinute, 60),
    cost: make('cost', figures.costPerMinute, 60),
    mutations: make('mutations', figures.mutationsPerMinute, 60),
    uploads: make('uploads', figures.uploadsPerHour, 3_600),
  };
}

/** Throws only when the meter itself is broken. */
async function spendOn(limiter: RateLimiterAbstract, meter: Meter, key: string, points: number): Promise<Spent> {
  try {
    return await limiter.consume(key, points);
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent;
    const retryAfter = Math.max(1, Math.ceil(spent.msBeforeNext / 1000));
    return refuse('RATE_LIMITED', `Too many ${NAMES[meter]}: try again in ${retryAfter} s.`, {
      retryAfter,
      limit: meter,
    });
  }
}
