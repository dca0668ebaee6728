import type { Units } from '#kernel/buz';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { readBalancesAsOf, type AsOf } from '../storage/as-of.store.ts';

export type { AsOfTime } from '../storage/as-of.store.ts';

/** What an account held at an instant, by business time or as it was recorded then. */
export const balanceAsOfLoader: LoaderDefinition<AsOf, Units> = {
  name: 'buz.balance-as-of',
  keyOf: ({ address, at, by }) => `${by} ${at.toISOString()} ${address}`,
  async load(scope, keys) {
    return (await readBalancesAsOf(sqlOf(scope.em), keys)).map(({ balance }) => balance);
  },
};
