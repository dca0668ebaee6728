import type { FileReference } from '#chassis/files/reference';
import { arrayLiteral } from './sql.ts';
import type { Sql } from './sql.ts';

export interface AvatarRow {
  user_id: string;
  avatar_file_id: string;
  avatar_type: string;
  avatar_width: number;
  avatar_height: number;
  avatar_set_at: string;
}

/** False when the file is somebody's picture already. The profile is locked. */
export async function setAvatar(sql: Sql, userId: string, file: FileReference, now: Date): Promise<boolean> {
  const rows = await sql(
    `update profile set avatar_file_id = ?, avatar_type = ?, avatar_width = ?, avatar_height = ?, avatar_set_at = ?, updated_at = ?
      where user_id = ? and not exists (select from profile other where other.avatar_file_id = ?) returning user_id`,
    [file.id, file.type, file.width, file.height, now, now, userId, file.id],
  );
  return rows.length === 1;
}

/** False when there was none. */
export async function clearAvatar(sql: Sql, userId: string, now: Date): Promise<boolean> {
  const rows = await sql(
    `update profile set avatar_file_id = null, avatar_type = null, avatar_width = null, avatar_height = null, avatar_set_at = null,
            updated_at = ?
      where user_id = ? and avatar_file_id is not null returning user_id`,
    [now, userId],
  );
  return rows.length === 1;
}

export async function avatarsOf(sql: Sql, userIds: readonly string[]): Promise<Map<string, AvatarRow>> {
  const rows = await sql<AvatarRow>(
    `select user_id, avatar_file_id, avatar_type, avatar_width, avatar_height, avatar_set_at
       from profile where user_id = any(?::uuid[]) and avatar_file_id is not null`,
    [arrayLiteral(userIds)],
  );
  return new Map(rows.map((row) => [row.user_id, row]));
}

/** File -> the user whose picture it is. */
export async function personsShownBy(sql: Sql, fileIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ user_id: string; avatar_file_id: string }>(
    'select user_id, avatar_file_id from profile where avatar_file_id = any(?::uuid[])',
    [arrayLiteral(fileIds)],
  );
  return new Map(rows.map((row) => [row.avatar_file_id, row.user_id]));
}
