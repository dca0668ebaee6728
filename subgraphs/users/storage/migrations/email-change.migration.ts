import { Migration } from '@mikro-orm/migrations';

/** A change of address that waits for its two confirmations. */
export class EmailChange extends Migration {
  override up(): void {
    this.addSql(`create table email_change (
      account_id uuid primary key references account on delete cascade,
      new_email text not null check (new_email = lower(new_email)),
      asked_at timestamptz not null,
      confirmed_at_old timestamptz,
      confirmed_at_new timestamptz
    )`);
  }
}
