import { Migration } from '@mikro-orm/migrations';

/**
 * Charges of neighbours, one row each, in the states of kernel/charge.ts. V2 ("logical economics") debited after the fact and could not take it
 * back; a hold and its capture replace that. An ended charge never moves again: a trigger refuses it.
 */
export class Charges extends Migration {
  override up(): void {
    this.addSql(`create table charge (
      id uuid primary key,
      asker text not null,
      price_code text not null,
      payer_id uuid not null,
      subject_type text not null,
      subject_id uuid not null,
      state text not null check (state in ('HELD', 'REFUSED', 'CAPTURED', 'RELEASED')),
      rule_id uuid references economy_rule,
      amount bigint check (amount >= 0),
      hold_id uuid unique,
      because text,
      asked_at timestamptz not null,
      expires_at timestamptz,
      ended_at timestamptz,
      check ((state = 'HELD') = (ended_at is null)),
      check ((state = 'REFUSED') = (because is not null)),
      check (state = 'REFUSED' or (rule_id is not null and amount is not null and expires_at is not null)),
      check ((hold_id is not null) = (state <> 'REFUSED' and amount > 0))
    )`);
    this.addSql('create index charge_of_payer on charge (payer_id, asked_at desc, id desc)');
    this.addSql("create index charge_overdue on charge (expires_at) where state = 'HELD'");
    this.addSql(`create function charge_moves_forward() returns trigger language plpgsql as $$
      begin
        if old.state <> 'HELD' then raise exception 'charge % ended as %', old.id, old.state; end if;
        return new;
      end $$`);
    this.addSql(`create trigger charge_moves_forward before update on charge
      for each row execute function charge_moves_forward()`);
  }
}
