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
  if (!search.skillIds.every(isId)) return { rows: [], hasNextPage: false };
  const { score, conditions, params } = questionOf(search);
  const [atScore, atId] = page.after ?? [];
  if (atId !== undefined) {
    // without a query all scores are 0, and the order is the index of ids alone
    const [condition, position] = score
      ? ['(-score, id) > (?::int, ?::uuid)', [-Number(atScore), atId]]
      : ['id > ?::uuid', [atId]];
    params.push(...position);
    conditions.push(condition);
  }
  const rows = await readingSql(scope.em)<Row>(
    `select id, display_name, score from (
       select profile.user_id as id, account.display_name, profile.search_text, profile.location, profile.show_skills,
              ${score ?? '0'} as score
         from profile join account on account.id = profile.user_id and account.status = 'ACTIVE'
        where profile.is_public) as person
      where ${['true', ...conditions].join(' and ')} order by ${score ? 'score desc, id' : 'id'} limit ?`,
    [...params, page.first + 1],
  );
  const found = rows.map((row) => ({ user: { id: row.id, displayName: row.display_name }, score: row.score }));
  return pageOf(found, page.first, (one) => [one.score, one.user.id]);
}

/** The search as SQL over `person`; `score` is null when there is nothing to score by. */
function questionOf(search: UserSearch): { score: string | null; conditions: string[]; params: unknown[] } {
  const query = search.query.trim().toLowerCase();
  const location = search.location.trim().toLowerCase();
  const skills = [...new Set(search.skillIds)];
  const conditions: string[] = [];
  const params: unknown[] = [];
  const ask = (condition: string, ...values: unknown[]): void => {
    conditions.push(condition);
    params.push(...values);
  };
  if (query !== '') {
    params.push(query);
    ask('(search_text like ? or ? <% search_text)', `%${literal(query)}%`, query);
  }
  if (location !== '') ask('lower(location) like ?', `%${literal(location)}%`);
  if (skills.length > 0)
    ask(
      `show_skills and (select count(*) from user_skill held where held.user_id = id and held.skill_id = any(?::uuid[])) = ?`,
      arrayLiteral(skills),
      skills.length,
    );
  return { score: query === '' ? null : '(word_similarity(?, search_text) * 10000)::int', conditions, params };
}

/** `%`, `_` and `\` stand for themselves. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
