import { Migration } from '@mikro-orm/migrations';

/**
 * Why a wallet is frozen, one row per cause, so that lifting one cause leaves the other; and which signed documents the codes in
 * `account.documents` follow from, so that the end of an old signature does not take away a newer one of the same document.
 */
export class WalletStanding extends Migration {
  override up(): void {
    this.addSql(`create table wallet_freeze (
      user_id uuid not null,
      cause text not null check (cause in ('SUSPENSION', 'ADMINISTRATOR')),
      frozen_at timestamptz not null,
      primary key (user_id, cause)
    )`);
    this.addSql(`create table token_document (
      document_id uuid primary key,
      user_id uuid not null,
      code text not null check (code in ('BTS', 'BPP')),
      effective_at timestamptz not null
    )`);
    this.addSql('create index token_document_of on token_document (user_id)');
  }
}
