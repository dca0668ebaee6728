import { isId, newId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { maySeeSection } from '../domain/policy.ts';
import { endorsementWeight, LONGEST_ENDORSEMENT_NOTE } from '../domain/skill.ts';
import { shareAccounts } from '../storage/profiles.store.ts';
import { subjectsFor } from '../storage/subjects.store.ts';
import { actingUser } from './acting-user.ts';

export interface SkillEndorsed {
  readonly endorsementId: string;
  readonly userId: string;
  readonly skillId: string;
}

type EndorsementRefusal = 'NotFound' | 'SkillOwnEndorsement' | 'SkillAlreadyEndorsed' | 'SkillNoteTooLong';

/** Vouches for a skill of somebody else, once; the database holds the "once". */
export async function endorseSkill(
  scope: Scope,
  input: { userId: string; skillId: string; note?: string | null },
): Promise<SkillEndorsed | Refusal<EndorsementRefusal>> {
  const endorser = actingUser(scope);
  const note = input.note?.trim() || null;
  if (input.userId === endorser) return refusal('SkillOwnEndorsement', 'Nobody endorses himself.');
  if (note !== null && [...note].length > LONGEST_ENDORSEMENT_NOTE)
    return refusal('SkillNoteTooLong', `A note has at most ${LONGEST_ENDORSEMENT_NOTE} characters.`);
  if (!isId(input.userId) || !isId(input.skillId)) return noSuchSkill();
  return scope.transact(async (tx) => {
    await shareAccounts(tx, [endorser, input.userId]);
    const subject = (await subjectsFor(tx.sql, endorser, [input.userId])).get(input.userId);
    if (!subject || !maySeeSection(scope.caller, subject, 'skills')) return noSuchSkill();
    if (!(await lockUserSkill(tx, input.userId, input.skillId))) return noSuchSkill();
    const weight = endorsementWeight(await levelOf(tx, endorser, input.skillId));
    const endorsementId = newId();
    const written = await tx.sql(
      `insert into endorsement (id, endorser_id, endorsed_id, skill_id, weight, note, created_at) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (endorser_id, endorsed_id, skill_id) do nothing returning id`,
      [endorsementId, endorser, input.userId, input.skillId, weight, note, scope.clock.now()],
    );
    if (written.length === 0) return refusal('SkillAlreadyEndorsed', 'You endorsed this skill already.');
    return { endorsementId, userId: input.userId, skillId: input.skillId };
  });
}

async function lockUserSkill(tx: Transaction, userId: string, skillId: string): Promise<boolean> {
  const rows = await tx.sql('select level from user_skill where user_id = ? and skill_id = ? for key share', [
    userId,
    skillId,
  ]);
  return rows.length === 1;
}

async function levelOf(tx: Transaction, userId: string, skillId: string): Promise<number | null> {
  const [row] = await tx.sql<{ level: number }>('select level from user_skill where user_id = ? and skill_id = ?', [
    userId,
    skillId,
  ]);
  return row?.level ?? null;
}

function noSuchSkill(): Refusal<'NotFound'> {
  return refusal('NotFound', 'There is no such skill of such a user.');
}
