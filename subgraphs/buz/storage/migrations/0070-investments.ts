import { Migration } from '@mikro-orm/migrations';

/** Ventures as far as buz has heard of them, investments, conversion windows and conversions. Escrow is the account `invested/<owner>`. */
export class Investments extends Migration {
  override up(): void {
    this.addSql(`create table known_venture (
      id uuid primary key,
      owner_id uuid not null,
      name text not null,
      heard_at timestamptz not null
    )`);
    this.addSql(`create table investment (
      id uuid primary key,
      investor_id uuid not null,
      venture_id uuid not null references known_venture,
      type text not null check (type in ('EQUITY', 'DEBT', 'REVENUE_SHARE')),
      amount bigint not null check (amount > 0),
      state text not null check (state in ('PENDING', 'ACCEPTED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
      because text,
      opened_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz,
      check ((state = 'PENDING') = (ended_at is null))
    )`);
    this.addSql('create index investment_by_investor on investment (investor_id, id desc)');
    this.addSql(`create index investment_due on investment (expires_at) where state = 'PENDING'`);
    this.addSql(`create table conversion_window (
      id uuid primary key,
      venture_id uuid not null references known_venture,
      rate_bp integer not null check (rate_bp between 1 and 1000),
      opens_at timestamptz not null,
      closes_at timestamptz not null,
      opened_by uuid not null,
      check (closes_at >= opens_at)
    )`);
    this.addSql('create index conversion_window_by_venture on conversion_window (venture_id, id desc)');
    this.addSql(`create table conversion (
      id uuid primary key,
      window_id uuid not null references conversion_window,
      owner_id uuid not null,
      amount bigint not null check (amount > 0),
      equity_bp integer not null check (equity_bp > 0),
      state text not null check (state in ('PENDING', 'APPROVED', 'CONVERTED', 'REJECTED', 'DECLINED', 'WITHDRAWN')),
      because text,
      requested_at timestamptz not null,
      decided_by uuid,
      ended_at timestamptz,
      check (decided_by <> owner_id),
      check ((state in ('PENDING', 'APPROVED')) = (ended_at is null))
    )`);
    this.addSql('create index conversion_by_owner on conversion (owner_id, id desc)');
    this.addSql(`create index conversion_open on conversion (id) where state = 'PENDING'`);
  }
}
