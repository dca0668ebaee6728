import type { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Caller } from '#chassis/identity/caller';
import { limitKey } from '../identity/client-address.ts';
import type { RateLimits as Figures } from './limits.ts';
import { refuse } from './refusals.ts';

type Meter = 'anonymous' | 'user' | 'cost' | 'mutations';

/** Budgets a minute: of a user wherever they are, or of an address while nobody has signed in. */
export class RateLimits {
  private readonly meters: Record<Meter, RateLimiterAbstract>;

  constructor(figures: Figures) {
    const meter = (keyPrefix: Meter, points: number) => new RateLimiterMemory({ keyPrefix, points, duration: 60 });
    this.meters = {
      anonymous: meter('anonymous', figures.anonymousPerMinute),
      user: meter('user', figures.userPerMinute),
      cost: meter('cost', figures.costPerMinute),
      mutations: meter('mutations', figures.mutationsPerMinute),
    };
  }

  /** One point for one request, before anything of it is parsed. */
  async request(caller: Pick<Caller, 'userId' | 'ip'>): Promise<GraphQLError | undefined> {
    return this.spend(caller.userId === null ? 'anonymous' : 'user', caller, 1);
  }

  /** What the document really asks for: its expanded selections, and each root field of a mutation. */
  async operation(
    caller: Pick<Caller, 'userId' | 'ip'>,
    cost: { selections: number; mutations: number },
  ): Promise<GraphQLError | undefined> {
    const refused = await this.spend('cost', caller, cost.selections);
    return refused ?? (cost.mutations > 0 ? this.spend('mutations', caller, cost.mutations) : undefined);
  }

  private async spend(
    meter: Meter,
    caller: Pick<Caller, 'userId' | 'ip'>,
    points: number,
  ): Promise<GraphQLError | undefined> {
    try {
      await this.meters[meter].consume(caller.userId ?? limitKey(caller.ip), points);
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
}

const NAMES: Record<Meter, string> = {
  anonymous: 'requests without a sign-in',
  user: 'requests',
  cost: 'selections',
  mutations: 'mutations',
};
