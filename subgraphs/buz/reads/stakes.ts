import { isId } from '#kernel/id';
import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import type { Stake } from '../domain/stake.ts';
import { tiersAt, type StakeTerms } from '../domain/stake-tier.ts';
import { readStakes, readStakesOf, readTiers } from '../storage/stakes.store.ts';

export const stakeLoader: LoaderDefinition<string, Stake | null> = {
  name: 'buz.stake',
  async load(scope, ids) {
    const stakes = new Map((await readStakes(scope.em, ids.filter(isId))).map((stake) => [stake.id, stake]));
    return ids.map((id) => stakes.get(id) ?? null);
  },
};

/** The caller's own positions, newest first. */
export async function stakesOf(scope: Scope, userId: string, request: PageRequest): Promise<Page<Stake>> {
  const before = request.after ? String(request.after[0]) : null;
  return pageOf(await readStakesOf(scope.em, userId, request.first, before), request.first, ({ id }) => [id]);
}

/** Every tier at the terms that hold now, shortest first. */
export async function stakeTiers(scope: Scope): Promise<StakeTerms[]> {
  return tiersAt(await readTiers(scope.em), scope.clock.now());
}
