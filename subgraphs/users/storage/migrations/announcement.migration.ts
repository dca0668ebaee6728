import { Migration } from '@mikro-orm/migrations';
import { LONGEST_BODY, LONGEST_TITLE, SEVERITIES } from '../../domain/announcement.ts';

/** What administrators told everybody. It was read, so it stays as it was: a trigger and the grants refuse to change it. */
export class Announcements extends Migration {
  override up(): void {
    const severities = SEVERITIES.map((name) => `'${name}'`).join(', ');
    this.addSql(`create table announcement (
      id uuid primary key,
      title text not null check (length(title) between 1 and ${LONGEST_TITLE}),
      body text not null check (length(body) between 1 and ${LONGEST_BODY}),
      severity text not null check (severity in (${severities})),
      sent_by uuid not null,
      sent_at timestamptz not null
    )`);
    this.addSql(`create function announcement_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'announcements are append-only' using errcode = 'insufficient_privilege'; end $$`);
    this.addSql(`create trigger announcement_is_append_only before update or delete or truncate on announcement
      for each statement execute function announcement_is_append_only()`);
    this.addSql('revoke update, delete, truncate on announcement from current_user');
  }
}
