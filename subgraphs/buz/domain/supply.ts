import { BUZ, type Units } from '#kernel/buz';
import { POOLS, type AccountKind, type Pool } from './account.ts';
import { splitByWeight } from './split.ts';

/** Where all BUZ is, each figure the sum of its accounts. */
export interface Supply {
  readonly cap: Units;
  readonly inPools: Units;
  /** Promised out of a pool and not paid yet. */
  readonly reserved: Units;
  readonly treasury: Units;
  readonly burned: Units;
  /** With people and ventures, whatever they can do with it now: available + held + staked + invested + inVentures. */
  readonly circulating: Units;
  readonly available: Units;
  readonly held: Units;
  readonly staked: Units;
  readonly invested: Units;
  readonly inVentures: Units;
  readonly wallets: number;
}

export type SumsByKind = ReadonlyMap<AccountKind, { readonly sum: Units; readonly accounts: number }>;

export function supplyOf(sums: SumsByKind): Supply {
  const sum = (kind: AccountKind): Units => sums.get(kind)?.sum ?? 0n;
  const people = { available: sum('WALLET'), held: sum('HELD'), staked: sum('STAKED'), invested: sum('INVESTED') };
  const inVentures = sum('VENTURE');
  return {
    cap: -sum('GENESIS'),
    inPools: sum('POOL'),
    reserved: sum('RESERVE'),
    treasury: sum('TREASURY'),
    burned: sum('BURN'),
    circulating: people.available + people.held + people.staked + people.invested + inVentures,
    ...people,
    inVentures,
    wallets: sums.get('WALLET')?.accounts ?? 0,
  };
}

/** One year of a pool's plan; information, no rule: what a pool may give is its balance, and for rewards the daily emission. */
export interface ReleaseYear {
  readonly year: number;
  readonly shareBp: number;
  readonly amount: Units;
}

/** Years 1 to 5 after genesis. */
const RELEASE_BP = [2_000, 3_000, 2_500, 1_500, 1_000] as const;

export function releasePlan(pool: Pool): ReleaseYear[] {
  const amounts = splitByWeight(
    POOLS[pool] * BUZ,
    RELEASE_BP.map((share) => BigInt(share)),
  );
  return RELEASE_BP.map((shareBp, nth) => ({ year: 2026 + nth, shareBp, amount: amounts[nth]! }));
}
