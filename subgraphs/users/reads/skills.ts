import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { skillGap } from '../domain/skill.ts';
import type { CatalogueSkill } from '../domain/skill.ts';
import { arrayLiteral, readingSql } from '../storage/sql.ts';

export interface UserSkillView {
  readonly userId: Id;
  readonly skill: CatalogueSkill;
  readonly level: number;
  readonly verifiedAt: Date | null;
  readonly endorsementCount: number;
  readonly endorsedByMe: boolean;
}

interface HeldRow extends CatalogueSkill {
  user_id: string;
  level: number;
  verified_at: string | null;
  endorsements: number;
  endorsed_by_me: boolean;
}

const SKILL = 'skill.id, skill.name::text as name, skill.category, skill.demand, skill.complexity';

/** The whole catalogue, once per request. */
export const catalogueLoader: LoaderDefinition<'all', readonly CatalogueSkill[]> = {
  name: 'users.skill-catalogue',
  async load(scope, keys) {
    const skills = await readingSql(scope.em)<CatalogueSkill>(`select ${SKILL} from skill order by skill.name`);
    return keys.map(() => skills);
  },
};

/** The skills that users hold, best first; unchecked. */
export const userSkillsLoader: LoaderDefinition<Id, readonly UserSkillView[]> = {
  name: 'users.user-skills',
  async load(scope, userIds) {
    const rows = await readingSql(scope.em)<HeldRow>(
      `select held.user_id, ${SKILL}, held.level, held.verified_at, count(endorsement.id)::int as endorsements,
              coalesce(bool_or(endorsement.endorser_id = ?::uuid), false) as endorsed_by_me
         from user_skill held
         join skill on skill.id = held.skill_id
         left join endorsement on endorsement.endorsed_id = held.user_id and endorsement.skill_id = held.skill_id
        where held.user_id = any(?::uuid[])
        group by held.user_id, held.skill_id, skill.id
        order by held.level desc, skill.name`,
      [scope.caller.userId, arrayLiteral(userIds)],
    );
    const byUser = Map.groupBy(rows, (row) => row.user_id);
    return userIds.map((id) => (byUser.get(id) ?? []).map(viewOf));
  },
};

/** What the user could learn next: the five unheld skills with the highest demand x complexity. */
export async function skillGapOf(scope: Scope, userId: Id): Promise<CatalogueSkill[]> {
  const [catalogue, held] = await Promise.all([
    scope.loader(catalogueLoader).load('all'),
    scope.loader(userSkillsLoader).load(userId),
  ]);
  return skillGap(catalogue, new Set(held.map((one) => one.skill.id)));
}

function viewOf(row: HeldRow): UserSkillView {
  const { id, name, category, demand, complexity } = row;
  return {
    userId: row.user_id,
    skill: { id, name, category, demand, complexity },
    level: row.level,
    verifiedAt: row.verified_at === null ? null : new Date(row.verified_at),
    endorsementCount: row.endorsements,
    endorsedByMe: row.endorsed_by_me,
  };
}
