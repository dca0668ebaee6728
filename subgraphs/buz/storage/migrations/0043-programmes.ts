import { Migration } from '@mikro-orm/migrations';

/** Budgets of programmes. V2 ("logical economics") had none: whoever called `award` decided the amount. */
export class Programmes extends Migration {
  override up(): void {
    this.addSql(`create table programme (
      code text primary key check (code ~ '^[A-Z][A-Z0-9_]{2,40}$'),
      name text not null,
      pool text not null,
      ceiling bigint not null check (ceiling > 0),
      decision_id uuid not null unique,
      opened_at timestamptz not null,
      closed_at timestamptz
    )`);
  }
}
