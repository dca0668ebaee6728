import { Migration } from '@mikro-orm/migrations';

/** Accounts, sessions, factors, links, throttles, signing keys and the security log. */
export class Identity extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}

const STATEMENTS = [
  `create table account (
    id uuid primary key,
    email text not null unique check (email = lower(email)),
    display_name text check (length(display_name) between 1 and 80),
    status text not null check (status in ('PENDING', 'ACTIVE', 'SUSPENDED', 'INACTIVE')),
    password_hash text not null,
    password_changed_at timestamptz not null,
    password_reset_forced boolean not null default false,
    email_verified_at timestamptz,
    security_version integer not null default 1,
    created_at timestamptz not null,
    last_signed_in_at timestamptz
  )`,
  `create table password_history (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    password_hash text not null,
    set_at timestamptz not null
  )`,
  `create index on password_history (account_id, set_at desc)`,

  `create table session (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    started_at timestamptz not null,
    last_used_at timestamptz not null,
    fresh_at timestamptz not null,
    idle_minutes integer not null,
    idle_ends_at timestamptz not null,
    ends_at timestamptz not null,
    ip text not null,
    user_agent text not null,
    epoch integer not null default 1,
    access_changed_at timestamptz not null default clock_timestamp(),
    revoked_at timestamptz,
    revoked_why text
  )`,
  `create index on session (account_id) where revoked_at is null`,
  `create index on session (access_changed_at)`,
  `create table refresh_token (
    hash bytea primary key,
    session_id uuid not null references session on delete cascade,
    issued_at timestamptz not null,
    rotated_at timestamptz,
    child_hash bytea,
    child_sealed bytea
  )`,
  `create index on refresh_token (session_id)`,
  `create table known_device (
    account_id uuid not null references account on delete cascade,
    fingerprint bytea not null,
    first_seen_at timestamptz not null,
    primary key (account_id, fingerprint)
  )`,

  `create table totp_factor (
    account_id uuid primary key references account on delete cascade,
    secret_sealed bytea not null,
    created_at timestamptz not null,
    activated_at timestamptz,
    last_step bigint not null default 0
  )`,
  `create table recovery_code (
    account_id uuid not null references account on delete cascade,
    hash bytea not null,
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (account_id, hash)
  )`,
  `create table mfa_challenge (
    hash bytea primary key,
    account_id uuid not null references account on delete cascade,
    security_version integer not null,
    token_delivery text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    tries integer not null default 0,
    used_at timestamptz
  )`,
  `create index on mfa_challenge (account_id)`,
  `create table one_time_link (
    id uuid primary key,
    hash bytea not null unique,
    account_id uuid not null references account on delete cascade,
    purpose text not null check (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL_OLD', 'CHANGE_EMAIL_NEW')),
    new_email text,
    security_version integer not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  `create index on one_time_link (account_id, purpose)`,
  `create table attempt (
    key text primary key,
    failures integer not null,
    since timestamptz not null,
    blocked_until timestamptz
  )`,
  `create index on attempt (since)`,

  `create table signing_key (
    kid text primary key,
    public_jwk jsonb not null,
    private_sealed bytea not null,
    created_at timestamptz not null,
    active_from timestamptz not null,
    withdrawn_at timestamptz
  )`,

  `create table security_log (
    n bigint primary key,
    at timestamptz not null,
    kind text not null,
    actor_id uuid,
    user_id uuid,
    session_id uuid,
    ip text not null,
    request_id text not null,
    detail jsonb not null,
    previous_hash bytea not null,
    hash bytea not null
  )`,
  `create index on security_log (user_id, n desc)`,
  `create function security_log_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'the security log is append-only' using errcode = 'insufficient_privilege'; end $$`,
  `create trigger security_log_is_append_only before update or delete or truncate on security_log
    for each statement execute function security_log_is_append_only()`,
  `revoke update, delete, truncate on security_log from current_user`,
];
