import { Migration } from '@mikro-orm/migrations';

/** That a friendship ended is kept: the word that it began may be heard later, and must not bring it back. */
export class FriendshipsEnd extends Migration {
  override up(): void {
    this.addSql("alter table friendship add column changed_at timestamptz not null default '-infinity'");
    this.addSql('alter table friendship add column ended boolean not null default false');
  }
}
