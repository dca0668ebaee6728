import type { AccountStatus } from '../domain/account.ts';
import type { SubjectOfView } from '../domain/policy.ts';
import { arrayLiteral } from './sql.ts';
import type { Sql } from './sql.ts';

/** A user as the policy sees him, with the name that everybody who may see him reads. */
export interface Subject extends SubjectOfView {
  readonly displayName: string | null;
}

interface Row {
  id: string;
  status: AccountStatus;
  display_name: string | null;
  is_public: boolean;
  show_activity: boolean;
  show_skills: boolean;
  show_reputation: boolean;
  connected: boolean;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Who these users are to `askerId`, in one statement. Without a profile nothing is public. */
export async function subjectsFor(
  sql: Sql,
  askerId: string | null,
  ids: readonly string[],
): Promise<Map<string, Subject>> {
  const asker = askerId ?? NOBODY;
  const rows = await sql<Row>(
    `select account.id, account.status, account.display_name,
            coalesce(profile.is_public, false) as is_public, coalesce(profile.show_activity, false) as show_activity,
            coalesce(profile.show_skills, false) as show_skills, coalesce(profile.show_reputation, false) as show_reputation,
            exists (select from user_connection
                     where low_id = least(account.id, ?::uuid) and high_id = greatest(account.id, ?::uuid)
                       and user_connection.status = 'ACCEPTED') as connected
       from account left join profile on profile.user_id = account.id
      where account.id = any(?::uuid[])`,
    [asker, asker, arrayLiteral(ids)],
  );
  return new Map(rows.map((row) => [row.id, subjectOf(row)]));
}

function subjectOf(row: Row): Subject {
  return {
    id: row.id,
    status: row.status,
    displayName: row.display_name,
    isPublic: row.is_public,
    showActivity: row.show_activity,
    showSkills: row.show_skills,
    showReputation: row.show_reputation,
    connected: row.connected,
  };
}
