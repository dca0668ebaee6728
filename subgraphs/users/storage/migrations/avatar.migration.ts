import { Migration } from '@mikro-orm/migrations';

/** What is known of the picture of a person besides which file it is. A file is the picture of one person. */
export class Avatar extends Migration {
  override up(): void {
    this.addSql(`alter table profile
      add column avatar_type text,
      add column avatar_width integer check (avatar_width > 0),
      add column avatar_height integer check (avatar_height > 0),
      add column avatar_set_at timestamptz`);
    this.addSql('create unique index profile_avatar on profile (avatar_file_id) where avatar_file_id is not null');
  }
}
