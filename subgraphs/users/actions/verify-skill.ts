import { isId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { skillVerified } from '../published/people.events.ts';
import { actingUser } from './acting-user.ts';

export interface SkillVerified {
  readonly userId: string;
  readonly skillId: string;
}

/** The permission that verifying takes. */
export const VERIFIES_SKILLS = 'user.update';

/** Confirms a skill of somebody else at its present level. `skill.verified` is told once per (user, skill), for ever. */
export async function verifySkill(
  scope: Scope,
  input: { userId: string; skillId: string },
): Promise<SkillVerified | Refusal<'NotFound' | 'Forbidden'>> {
  const verifier = actingUser(scope);
  if (!scope.caller.permissions.includes(VERIFIES_SKILLS))
    return refusal('Forbidden', `This takes ${VERIFIES_SKILLS}.`);
  if (verifier === input.userId) return refusal('Forbidden', 'Nobody verifies his own skills.');
  if (!isId(input.userId) || !isId(input.skillId)) return noSuchSkill();
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    const [held] = await tx.sql<{ level: number; verified: boolean }>(
      'select level, verified_at is not null as verified from user_skill where user_id = ? and skill_id = ? for no key update',
      [input.userId, input.skillId],
    );
    if (!held) return noSuchSkill();
    if (!held.verified)
      await tx.sql('update user_skill set verified_at = ?, verified_by = ? where user_id = ? and skill_id = ?', [
        now,
        verifier,
        input.userId,
        input.skillId,
      ]);
    await tellOnce(tx, { ...input, level: held.level, verifiedBy: verifier }, now);
    return { userId: input.userId, skillId: input.skillId };
  });
}

async function tellOnce(
  tx: Transaction,
  fact: { userId: string; skillId: string; level: number; verifiedBy: string },
  now: Date,
): Promise<void> {
  const first = await tx.sql(
    `insert into skill_verification (user_id, skill_id, verified_by, verified_at) values (?, ?, ?, ?)
     on conflict do nothing returning skill_id`,
    [fact.userId, fact.skillId, fact.verifiedBy, now],
  );
  if (first.length === 0) return;
  const [skill] = await tx.sql<{ name: string }>('select name::text as name from skill where id = ?', [fact.skillId]);
  await tx.tell(skillVerified, fact.userId, { ...fact, skill: skill!.name });
}

function noSuchSkill(): Refusal<'NotFound'> {
  return refusal('NotFound', 'There is no such skill of such a user.');
}
