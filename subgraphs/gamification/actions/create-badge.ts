import { isId, newId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import { PLAIN_LINE } from '#kernel/plain-text';
import type { Scope } from '#chassis/mount/scope';
import { checkNames, type Badge } from '../domain/badge.ts';
import { parseRule, WORD, type BadgeRuleInvalid } from '../domain/badge-rule.ts';
import { badgeAdded, badgeRetired } from '../published/catalogue.events.ts';
import { startBackfillRow } from '../storage/backfills.store.ts';
import { insertBadge, readBadges, retire } from '../storage/badges.store.ts';
import { readKinds } from '../storage/kinds.store.ts';
import { recordAct } from './record-act.ts';

export type BadgeInvalid = Refusal<'BadgeInvalid'> & { readonly field: string };
export type NewBadge = Omit<Badge, 'id' | 'rule' | 'openedAt' | 'retiredAt'> & { readonly rule: string };

/** So many badges there are at most, retired ones included: every fact is weighed against all of them. */
const MOST_BADGES = 500;

/** The job that looks at the players who are there already. */
export const BACKFILL_BADGES = 'backfill-badges';

/** Adds a badge to the catalogue, whose rule is JSON text. Facts earn it from now on, and a job looks at what players did before. */
export async function createBadge(
  scope: Scope,
  input: NewBadge,
): Promise<{ badgeId: string } | BadgeRuleInvalid | BadgeInvalid | Refusal<'BadgeCodeTaken'>> {
  const invalid = checkBadge(input);
  if (invalid) return invalid;
  const rule = parseRule(input.rule);
  if (isRefusal(rule)) return rule;
  return scope.transact(async (tx) => {
    const badges = new Set((await readBadges(tx.sql)).map(({ code }) => code));
    if (badges.size >= MOST_BADGES)
      return refusal('BadgeInvalid', `There are ${MOST_BADGES} badges already.`, { field: 'code' });
    const strange = checkNames(rule, { kinds: await readKinds(tx.sql), badges });
    if (strange) return strange;
    const openedAt = scope.clock.now();
    const badge: Badge = { ...input, id: newId(), rule, openedAt, retiredAt: null };
    if (!(await insertBadge(tx.sql, badge)))
      return refusal('BadgeCodeTaken', `There is a badge ${input.code}, or one of this family and tier, already.`);
    const { code, title } = badge;
    const actorId = scope.caller.userId;
    await recordAct(tx, openedAt, {
      act: 'create-badge',
      actorId,
      reason: title,
      detail: { badgeId: badge.id, code, rule },
    });
    await tx.tell(badgeAdded, badge.id, { badgeId: badge.id, code });
    await startBackfillRow(tx.sql, badge.id, openedAt);
    await tx.enqueue(BACKFILL_BADGES, {}, { key: BACKFILL_BADGES });
    return { badgeId: badge.id };
  });
}

function checkBadge(input: NewBadge): BadgeInvalid | null {
  const bad = (field: string, message: string) => refusal('BadgeInvalid', `${field}: ${message}.`, { field });
  const isText = (text: string, most: number) =>
    text.trim() !== '' && [...text].length <= most && PLAIN_LINE.test(text);
  if (!WORD.test(input.code)) return bad('code', 'a WORD in capitals');
  if (!isText(input.title, 80)) return bad('title', '1 to 80 plain characters');
  if (!isText(input.description, 280)) return bad('description', '1 to 280 plain characters');
  if (input.family !== null && !WORD.test(input.family)) return bad('family', 'a WORD in capitals');
  if (!Number.isInteger(input.tier) || input.tier < 1 || input.tier > 10) return bad('tier', '1 to 10');
  return null;
}

/** Nobody earns it any more; who has it keeps it. */
export async function retireBadge(
  scope: Scope,
  input: { badgeId: string },
): Promise<{ badgeId: string } | Refusal<'NotFound'>> {
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    if (!isId(input.badgeId) || !(await retire(tx.sql, input.badgeId, now)))
      return refusal('NotFound', 'There is no such badge that can be earned.');
    const actorId = scope.caller.userId;
    await recordAct(tx, now, { act: 'retire-badge', actorId, reason: 'retired', detail: { badgeId: input.badgeId } });
    await tx.tell(badgeRetired, input.badgeId, { badgeId: input.badgeId });
    return { badgeId: input.badgeId };
  });
}
