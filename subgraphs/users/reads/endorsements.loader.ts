import type { LoaderDefinition } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { pageOf } from '#kernel/page';
import type { Page, PageRequest } from '#kernel/page';
import { arrayLiteral, readingSql } from '../storage/sql.ts';
import type { Sql } from '../storage/sql.ts';

export interface EndorsementView {
  readonly id: Id;
  readonly endorserId: Id;
  readonly weight: number;
  readonly note: string | null;
  readonly createdAt: Date;
}

export interface EndorsementsKey extends PageRequest {
  readonly userId: Id;
  readonly skillId: Id;
}

interface Row {
  id: string;
  endorser_id: string;
  endorsed_id: string;
  skill_id: string;
  weight: number;
  note: string | null;
  created_at: string;
}

/** A page of endorsements for each of many skills, newest first: one statement per (first, after), and a list asks with the same ones. */
export const endorsementsLoader: LoaderDefinition<EndorsementsKey, Page<EndorsementView>> = {
  name: 'users.endorsements',
  keyOf: (key) => JSON.stringify([key.userId, key.skillId, key.first, key.after]),
  async load(scope, keys) {
    const sql = readingSql(scope.em);
    const pages = new Map<EndorsementsKey, Page<EndorsementView>>();
    for (const alike of Map.groupBy(keys, (key) => JSON.stringify([key.first, key.after])).values()) {
      const rows = Map.groupBy(await rowsOf(sql, alike), (row) => `${row.endorsed_id} ${row.skill_id}`);
      for (const key of alike) {
        const views = (rows.get(`${key.userId} ${key.skillId}`) ?? []).map(viewOf);
        pages.set(
          key,
          pageOf(views, key.first, (view) => [view.id]),
        );
      }
    }
    return keys.map((key) => pages.get(key)!);
  },
};

/** Ids are in the order of time, so they are the position too. */
function rowsOf(sql: Sql, keys: readonly EndorsementsKey[]): Promise<Row[]> {
  const { first, after } = keys[0]!;
  const before = after?.[0];
  return sql<Row>(
    `select endorsement.* from unnest(?::uuid[], ?::uuid[]) as wanted (user_id, skill_id)
      cross join lateral (
        select id, endorser_id, endorsed_id, skill_id, weight, note, created_at from endorsement
         where endorsed_id = wanted.user_id and endorsement.skill_id = wanted.skill_id ${before === undefined ? '' : 'and id < ?::uuid'}
         order by id desc limit ?) as endorsement
      order by endorsement.id desc`,
    [
      arrayLiteral(keys.map((key) => key.userId)),
      arrayLiteral(keys.map((key) => key.skillId)),
      ...(before === undefined ? [] : [before]),
      first + 1,
    ],
  );
}

function viewOf(row: Row): EndorsementView {
  return {
    id: row.id,
    endorserId: row.endorser_id,
    weight: row.weight,
    note: row.note,
    createdAt: new Date(row.created_at),
  };
}
