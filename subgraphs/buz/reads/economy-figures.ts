import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { POOLS, poolOf, type Pool } from '../domain/account.ts';
import { basisPoints, windowOf, type EconomyPeriod, type Movement } from '../domain/economy-figures.ts';
import { inForce } from '../domain/economy-rule.ts';
import type { Programme } from '../domain/programme.ts';
import { dayOf } from '../domain/reward.ts';
import { supplyOf, type Supply } from '../domain/supply.ts';
import {
  readBalances,
  readEmission,
  readLines,
  readMovement,
  readSums,
  type AccountLine,
  type EmissionBooks,
  type LinesKey,
} from '../storage/economy-figures.store.ts';
import { readVersions } from '../storage/economy-rules.store.ts';
import { readProgrammes } from '../storage/programmes.store.ts';

/** Once per request, however often it is asked for. */
export const supplyLoader: LoaderDefinition<'supply', Supply> = {
  name: 'buz.supply',
  async load(scope) {
    return [supplyOf(await readSums(sqlOf(scope.em)))];
  },
};

export interface PoolBalance {
  readonly name: Pool;
  readonly balance: bigint;
}

/** The seven pools in the order of the plan. */
export async function pools(scope: Scope): Promise<PoolBalance[]> {
  const names = Object.keys(POOLS) as Pool[];
  const balances = await readBalances(sqlOf(scope.em), names.map(poolOf));
  return names.map((name) => ({ name, balance: balances.get(poolOf(name)) ?? 0n }));
}

const linesLoader: LoaderDefinition<LinesKey, AccountLine[]> = {
  name: 'buz.account-lines',
  keyOf: ({ address, first, beforeVersion }) => `${address} ${first} ${beforeVersion}`,
  async load(scope, keys) {
    // keys of one account with different positions are rare (an alias): each asks alone then
    const alone = new Set(keys.map(({ address }) => address)).size < keys.length;
    if (alone) return Promise.all(keys.map((key) => readLines(sqlOf(scope.em), [key])));
    const lines = await readLines(sqlOf(scope.em), keys);
    return keys.map(({ address }) => lines.filter((line) => line.address === address));
  },
};

/** The statement of a pool, newest first; the statements of all pools are one question to the database. */
export async function poolLines(scope: Scope, pool: Pool, request: PageRequest): Promise<Page<AccountLine>> {
  const beforeVersion = request.after ? String(request.after[0]) : null;
  const key = { address: poolOf(pool), first: request.first, beforeVersion };
  return pageOf(await scope.loader(linesLoader).load(key), request.first, ({ version }) => [version]);
}

export interface EconomyFigures extends Movement {
  readonly from: Date;
  readonly to: Date;
  readonly wallets: number;
  readonly circulating: bigint;
  readonly velocityBp: number | null;
  readonly participationBp: number | null;
  readonly emissionCap: bigint;
  readonly today: EmissionBooks;
}

/** What the ledger says about the period that ends now, in six statements. */
export async function economyFigures(scope: Scope, period: EconomyPeriod): Promise<EconomyFigures> {
  const now = scope.clock.now();
  const { from, to } = windowOf(period, now);
  const sql = sqlOf(scope.em);
  const supply = await scope.loader(supplyLoader).load('supply');
  const movement = await readMovement(sql, from, to);
  const emission = inForce(await readVersions(sql, 'EMISSION', ['DAILY_EMISSION']), now);
  return {
    ...movement,
    ...{ from, to, wallets: supply.wallets, circulating: supply.circulating },
    velocityBp: basisPoints(movement.volume, supply.circulating),
    participationBp: basisPoints(BigInt(movement.activeWallets), BigInt(supply.wallets)),
    emissionCap: emission?.amount ?? 0n,
    today: await readEmission(sql, dayOf(now)),
  };
}

/** At most the 100 newest. */
export function programmes(scope: Scope): Promise<Programme[]> {
  return readProgrammes(sqlOf(scope.em), 100);
}
