import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { readAwardEvidence, readHeld, type BadgeAward, type EvidenceRow } from '../storage/badges.store.ts';

/** The badges that a player holds, newest first. */
export async function earnedBadges(scope: Scope, userId: string, request: PageRequest): Promise<Page<BadgeAward>> {
  const [awardedAt, id] = (request.after ?? []) as [string?, string?];
  const after = awardedAt && id ? { awardedAt, id } : null;
  const held = await readHeld(sqlOf(scope.em), userId, request.first + 1, after);
  return pageOf(held, request.first, (award) => [award.awardedAt.toISOString(), award.id]);
}

/** The facts that earned a badge, in the order in which they count. */
export async function badgeEvidence(scope: Scope, awardId: string, request: PageRequest): Promise<Page<EvidenceRow>> {
  const after = request.after ? Number(request.after[0]) : null;
  const rows = await readAwardEvidence(sqlOf(scope.em), awardId, request.first + 1, after);
  return pageOf(rows, request.first, ({ position }) => [position]);
}
