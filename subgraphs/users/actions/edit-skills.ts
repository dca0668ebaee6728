import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { isId } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { LONGEST_SKILL_LIST, isSkillLevel } from '../domain/skill.ts';
import { lockProfile } from '../storage/profiles.store.ts';
import { actingUser } from './acting-user.ts';
import { settleCompleteness } from './settle-completeness.ts';

export interface SkillsEdited {
  readonly userId: string;
  readonly skillId: string;
}

type NotFound = Refusal<'NotFound'>;

/** Adds a skill of the catalogue to one's own. */
export async function addSkill(
  scope: Scope,
  input: { skillId: string; level: number },
): Promise<SkillsEdited | NotFound | Refusal<'SkillAlreadyHeld' | 'SkillLevelInvalid' | 'SkillListFull'>> {
  const userId = actingUser(scope);
  if (!isSkillLevel(input.level)) return badLevel();
  return scope.transact(async (tx) => {
    const held = await lockSkills(tx, userId);
    if (held >= LONGEST_SKILL_LIST) return refusal('SkillListFull', `At most ${LONGEST_SKILL_LIST} skills.`);
    if (!(await inCatalogue(tx, input.skillId))) return noSuchSkill();
    const added = await tx.sql(
      `insert into user_skill (user_id, skill_id, level, added_at) values (?, ?, ?, ?) on conflict do nothing returning skill_id`,
      [userId, input.skillId, input.level, scope.clock.now()],
    );
    if (added.length === 0) return refusal('SkillAlreadyHeld', 'You hold this skill already.');
    await settleCompleteness(scope, tx, userId);
    return { userId, skillId: input.skillId };
  });
}

/** Another level is another claim: it is not verified any more. */
export async function setSkillLevel(
  scope: Scope,
  input: { skillId: string; level: number },
): Promise<SkillsEdited | NotFound | Refusal<'SkillLevelInvalid'>> {
  const userId = actingUser(scope);
  if (!isSkillLevel(input.level)) return badLevel();
  if (!isId(input.skillId)) return noSuchSkill();
  return scope.transact(async (tx) => {
    const changed = await tx.sql(
      `update user_skill set level = ?, verified_at = case when level = ? then verified_at end,
              verified_by = case when level = ? then verified_by end
        where user_id = ? and skill_id = ? returning skill_id`,
      [input.level, input.level, input.level, userId, input.skillId],
    );
    return changed.length === 0 ? noSuchSkill() : { userId, skillId: input.skillId };
  });
}

/** Removes a skill and its endorsements. A completed profile stays completed. */
export async function removeSkill(scope: Scope, input: { skillId: string }): Promise<SkillsEdited | NotFound> {
  const userId = actingUser(scope);
  if (!isId(input.skillId)) return noSuchSkill();
  return scope.transact(async (tx) => {
    const gone = await tx.sql('delete from user_skill where user_id = ? and skill_id = ? returning skill_id', [
      userId,
      input.skillId,
    ]);
    return gone.length === 0 ? noSuchSkill() : { userId, skillId: input.skillId };
  });
}

/** Additions of one user queue at his profile, or two at once could overfill the list. */
async function lockSkills(tx: Transaction, userId: string): Promise<number> {
  await lockProfile(tx, userId);
  const [row] = await tx.sql<{ held: number }>('select count(*)::int as held from user_skill where user_id = ?', [
    userId,
  ]);
  return row!.held;
}

async function inCatalogue(tx: Transaction, skillId: string): Promise<boolean> {
  return isId(skillId) && (await tx.sql('select id from skill where id = ?', [skillId])).length === 1;
}

function badLevel(): Refusal<'SkillLevelInvalid'> {
  return refusal('SkillLevelInvalid', 'A level is a whole number from 1 to 5.');
}

function noSuchSkill(): NotFound {
  return refusal('NotFound', 'There is no such skill.');
}
