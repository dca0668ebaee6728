import { Migration } from '@mikro-orm/migrations';

/** Proposals, what was staked and delegated at their snapshots, votes, delegations, comments. */
export class Governance extends Migration {
  override up(): void {
    this.addSql(`create table proposal (
      id uuid primary key,
      proposer_id uuid not null,
      type text not null check (type in ('FEATURE', 'ECONOMIC', 'PARTNERSHIP', 'TECHNICAL')),
      title text not null,
      text text not null,
      change_code text,
      change_amount bigint,
      change_at timestamptz,
      state text not null check (state in ('DRAFT', 'DISCUSSION', 'VOTING', 'PASSED', 'REJECTED', 'QUORUM_FAILED', 'EXECUTED', 'WITHDRAWN')),
      created_at timestamptz not null,
      opened_at timestamptz,
      voting_at timestamptz check (voting_at > opened_at),
      closes_at timestamptz check (closes_at > voting_at),
      supply bigint,
      yes bigint,
      no bigint,
      abstain bigint,
      voters int,
      told_voters int not null default 0,
      executed_at timestamptz,
      not_executed text,
      check ((type = 'ECONOMIC') = (change_code is not null)),
      check ((change_code is null) = (change_amount is null) and (change_code is null) = (change_at is null)),
      check ((opened_at is null) = (voting_at is null) and (opened_at is null) = (closes_at is null)),
      check (opened_at is not null or state in ('DRAFT', 'WITHDRAWN')),
      check (state not in ('VOTING', 'PASSED', 'REJECTED', 'QUORUM_FAILED', 'EXECUTED') or supply is not null),
      check ((state in ('PASSED', 'REJECTED', 'QUORUM_FAILED', 'EXECUTED')) = (yes is not null))
    )`);
    this.addSql(`create index proposal_open on proposal (state, id) where state in ('DISCUSSION', 'VOTING', 'PASSED')`);
    this.addSql('create index proposal_snapshot_at on proposal (voting_at) where supply is not null');
    this.addSql('create index proposal_of_user on proposal (proposer_id, id)');
    this.addSql(`create table power_snapshot (
      proposal_id uuid not null references proposal,
      user_id uuid not null,
      power bigint not null check (power > 0),
      delegate_id uuid,
      primary key (proposal_id, user_id)
    )`);
    this.addSql(
      'create index power_snapshot_delegated on power_snapshot (proposal_id, delegate_id) where delegate_id is not null',
    );
    this.addSql(`create table vote (
      id uuid not null unique,
      proposal_id uuid not null references proposal,
      voter_id uuid not null,
      choice text not null check (choice in ('YES', 'NO', 'ABSTAIN')),
      cast_at timestamptz not null,
      primary key (proposal_id, voter_id)
    )`);
    this.addSql(`create table delegation (
      delegator_id uuid not null,
      version int not null check (version > 0),
      delegate_id uuid check (delegate_id <> delegator_id),
      at timestamptz not null,
      primary key (delegator_id, version)
    )`);
    for (const table of ['power_snapshot', 'vote', 'delegation']) {
      this.addSql(`create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function ledger_is_append_only()`);
    }
    this.addSql(`create table proposal_comment (
      id uuid primary key,
      proposal_id uuid not null references proposal,
      author_id uuid not null,
      text text not null,
      at timestamptz not null
    )`);
    this.addSql('create index proposal_comment_of on proposal_comment (proposal_id, id)');
    // what a snapshot looks at: whoever staked once
    this.addSql(`create index account_staked on account (id) where kind = 'STAKED'`);
  }
}
