import type { Scope } from '#chassis/mount/scope';
import { isId } from '#kernel/id';
import type { Id } from '#kernel/id';
import { pageOf } from '#kernel/page';
import type { Page, PageRequest } from '#kernel/page';
import { arrayLiteral, readingSql } from '../storage/sql.ts';

export interface UserSearch {
  /** Names and user names, by trigrams: misspelt ones are found too. */
  readonly query: string;
  /** Each of these is held and shown. */
  readonly skillIds: readonly Id[];
  readonly location: string;
}

export interface FoundUser {
  readonly user: { readonly id: Id; readonly displayName: string | null };
  /** 0 to 10,000: word similarity of the query with the names. */
  readonly score: number;
}

interface Row {
  id: string;
  display_name: string | null;
  score: number;
}

/**
 * Active users with a public profile, best match first, then in the order of ids. A skill that its owner hides finds nobody: a search
 * must not tell what the profile does not show.
 */
export async function searchUsers(scope: Scope, search: UserSearch, page: PageRequest): Promise<Page<FoundUser>> {
  const query = search.query.trim().toLowerCase();
  const location = search.location.trim().toLowerCase();
  if (!search.skillIds.every(isId)) return { rows: [], hasNextPage: false };
  const skills = [...new Set(search.skillIds)];
  const conditions: string[] = [];
  const params: unknown[] = [query];
  const where = (condition: string, ...values: unknown[]): void => {
    conditions.push(condition);
    params.push(...values);
  };
  if (query !== '') where(`(profile.search_text like ? or ? <% profile.search_text)`, `%${literal(query)}%`, query);
  if (location !== '') where(`lower(profile.location) like ?`, `%${literal(location)}%`);
  if (skills.length > 0)
    where(
      `profile.show_skills and (select count(*) from user_skill held
        where held.user_id = profile.user_id and held.skill_id = any(?::uuid[])) = ?`,
      arrayLiteral(skills),
      skills.length,
    );
  const after = page.after && `where (-score, id) > (?::int, ?::uuid)`;
  const rows = await readingSql(scope.em)<Row>(
    `select id, display_name, score from (
       select profile.user_id as id, account.display_name, (word_similarity(?, profile.search_text) * 10000)::int as score
         from profile join account on account.id = profile.user_id and account.status = 'ACTIVE'
        where profile.is_public ${conditions.map((condition) => `and ${condition}`).join(' ')}) as found
     ${after ?? ''} order by score desc, id limit ?`,
    [...params, ...(page.after ? [-Number(page.after[0]), page.after[1]] : []), page.first + 1],
  );
  const found = rows.map((row) => ({ user: { id: row.id, displayName: row.display_name }, score: row.score }));
  return pageOf(found, page.first, (one) => [one.score, one.user.id]);
}

/** `%`, `_` and `\` stand for themselves. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
