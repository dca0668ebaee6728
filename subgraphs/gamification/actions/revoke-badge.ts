import { isId, newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { PLAIN_LINE } from '#kernel/plain-text';
import type { Scope } from '#chassis/mount/scope';
import { insertRevocation, readAwardsById } from '../storage/badges.store.ts';
import { lockPlayers } from '../storage/kudos.store.ts';
import { actingUser } from './acting-user.ts';
import { BADGE_BARRED } from './earn-badges.ts';
import { hearFacts } from './hear-fact.ts';
import { recordAct } from './record-act.ts';

/** Takes a badge back by hand, with the XP that it brought: the player does not earn it again. The reason is told to the player. */
export async function revokeBadge(
  scope: Scope,
  input: { awardId: string; reason: string },
): Promise<{ awardId: string } | Refusal<'NotFound'> | (Refusal<'GameTextInvalid'> & { readonly field: string })> {
  const byId = actingUser(scope);
  const because = input.reason.trim();
  if ([...because].length < 3 || [...because].length > 280 || !PLAIN_LINE.test(because))
    return refusal('GameTextInvalid', 'reason: 3 to 280 characters of plain text.', { field: 'reason' });
  return scope.transact(async (tx) => {
    const [known] = isId(input.awardId) ? await readAwardsById(tx.sql, [input.awardId]) : [];
    if (known) await lockPlayers(tx.sql, [known.userId]);
    const [award] = known ? await readAwardsById(tx.sql, [known.id]) : [];
    if (!award || award.revokedAt) return refusal('NotFound', 'Nobody holds that badge.');
    const { userId, badgeId } = award;
    const now = scope.clock.now();
    const id = newId();
    await insertRevocation(tx.sql, { id, userId, badgeId, because, byId, at: now });
    await recordAct(tx, now, {
      act: 'revoke-badge',
      actorId: byId,
      subjectId: userId,
      reason: because,
      detail: { awardId: award.id, badgeId },
    });
    const detail = { because };
    await hearFacts(tx, now, [
      { userId, kind: BADGE_BARRED, sourceEventId: id, subjectId: badgeId, detail, happenedAt: now },
    ]);
    return { awardId: award.id };
  });
}
