import type { Scope } from '#chassis/mount/scope';
import type { Earning } from '../domain/reward.ts';
import { noteInTeam, type Team } from '../storage/venture-team.store.ts';
import { earnIn, type Cause } from './earn-rewards.ts';

export interface InVenture {
  readonly ventureId: string;
  readonly userId: string;
}

/** A venture became active: its owner earns the launch, and once in their life the first one. */
export async function rewardLaunch(scope: Scope, { ventureId, userId }: InVenture, cause: Cause): Promise<void> {
  await scope.transact(async (tx) => {
    const team = await noteInTeam(tx.sql, ventureId, userId, true);
    const launch = [
      { userId, code: 'VENTURE_LAUNCH', subject: ventureId },
      { userId, code: 'FIRST_VENTURE', subject: 'once' },
    ];
    await earnIn(tx, [...launch, ...earnedBy(team, ventureId)], cause, scope.clock.now());
  });
}

/** Somebody joined: the owner earns for the first member and for the fifth, whether the venture was told active before or after. */
export async function rewardTeam(scope: Scope, { ventureId, userId }: InVenture, cause: Cause): Promise<void> {
  await scope.transact(async (tx) => {
    const team = await noteInTeam(tx.sql, ventureId, userId, false);
    await earnIn(tx, earnedBy(team, ventureId), cause, scope.clock.now());
  });
}

function earnedBy({ ownerId, members }: Team, ventureId: string): Earning[] {
  if (!ownerId) return [];
  const codes = [...(members >= 1 ? ['FIRST_TEAM_MEMBER'] : []), ...(members >= 5 ? ['TEAM_OF_FIVE'] : [])];
  return codes.map((code) => ({ userId: ownerId, code, subject: ventureId }));
}
