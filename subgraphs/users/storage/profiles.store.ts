import type { Transaction } from '#chassis/mount/scope';
import { COMPLETE_AT, completenessOf } from '../domain/completeness.ts';
import { shownName } from '../domain/profile.ts';
import { arrayLiteral } from './sql.ts';

/** Gives a new account its profile; a second call changes nothing. */
export async function openProfile(
  tx: Transaction,
  user: { id: string; displayName: string | null },
  now: Date,
): Promise<void> {
  await tx.sql(
    `insert into profile (user_id, search_text, created_at, updated_at) values (?, ?, ?, ?) on conflict (user_id) do nothing`,
    [user.id, (user.displayName ?? '').toLowerCase(), now, now],
  );
}

/** What completeness counts, from rows of account, profile and user_skill. */
export interface FactsRow {
  display_name: string | null;
  email_verified: boolean;
  username: string | null;
  first_name: string | null;
  last_name: string | null;
  bio: string | null;
  location: string | null;
  experience_start_date: string | null;
  interests: string[];
  avatar_file_id: string | null;
  skills: number;
}

/** The columns of a FactsRow over `account` joined with `profile`. */
export const FACTS = `account.display_name, account.email_verified_at is not null as email_verified, profile.username,
  profile.first_name, profile.last_name, profile.bio, profile.location, profile.experience_start_date, profile.interests,
  profile.avatar_file_id, (select count(*)::int from user_skill where user_skill.user_id = account.id) as skills`;

export function completenessOfRow(row: FactsRow): { percent: number; missing: string[] } {
  const names = {
    displayName: row.display_name,
    firstName: row.first_name,
    lastName: row.last_name,
    username: null, // a user name alone is not a name
  };
  return completenessOf({
    name: shownName(names),
    emailVerified: row.email_verified,
    bio: row.bio,
    skills: row.skills,
    location: row.location,
    experienceStartDate: row.experience_start_date,
    interests: row.interests.length,
    avatarFileId: row.avatar_file_id,
  });
}

/**
 * Marks the profile as completed when it is so for the first time, and answers the percentage then; null when there is nothing new.
 * Locks the profile's row, so that two edits at once complete it once.
 */
export async function completeOnce(tx: Transaction, userId: string, now: Date): Promise<number | null> {
  await tx.em.flush();
  const open = await tx.sql('select user_id from profile where user_id = ? and completed_at is null for update', [
    userId,
  ]);
  if (open.length === 0) return null;
  const [row] = await tx.sql<FactsRow>(
    `select ${FACTS} from account join profile on profile.user_id = account.id where account.id = ?`,
    [userId],
  );
  const { percent } = completenessOfRow(row!);
  if (percent < COMPLETE_AT || !row!.email_verified) return null;
  await tx.sql('update profile set completed_at = ? where user_id = ?', [now, userId]);
  return percent;
}

/**
 * Edits of what hangs on one profile queue here. The account is shared first: rows that refer to it lock it too, and an action that
 * locks the account goes on to the profile.
 */
export async function lockProfile(tx: Transaction, userId: string): Promise<void> {
  await shareAccounts(tx, [userId]);
  await tx.sql('select user_id from profile where user_id = ? for update', [userId]);
}

/** The lock that a new row referring to these accounts will take, taken in id order, as administrators lock two accounts. */
export async function shareAccounts(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.sql('select id from account where id = any(?::uuid[]) order by id for key share', [arrayLiteral(ids)]);
}
