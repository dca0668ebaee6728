/**
 * The road's own tables, in every subgraph's schema and owned by its role: the first migration that mounting runs.
 *
 * Producer: `outbox` (the facts), `outbox_stream` (last sequence per aggregate), `outbox_line` (the last place given out),
 * `outbox_subscription` (how far each consumer has been served). Consumer: `inbox` (what arrived), `inbox_stream` (what is next, and
 * what is parked), `inbox_ready` (aggregates to look at). Both: `road_audit` (what an operator did).
 */
export const roadTables: { readonly name: string; readonly up: readonly string[] } = {
  name: '0001-event-road',
  up: [
    `create table outbox_stream (
      aggregate text not null,
      aggregate_id text not null,
      last_sequence integer not null,
      primary key (aggregate, aggregate_id)
    ) with (fillfactor = 70)`,
    // xid lets a tail tell what an earlier snapshot could not see; place is given by the relay, in the order in which rows became visible
    `create table outbox (
      position bigint generated always as identity primary key,
      id uuid not null unique,
      xid xid8 not null default pg_current_xact_id(),
      place bigint,
      placed_at timestamptz,
      type text not null,
      version integer not null,
      aggregate text not null,
      aggregate_id text not null,
      sequence integer not null,
      occurred_at timestamptz not null,
      actor uuid,
      correlation_id text not null,
      causation_id uuid,
      body jsonb not null,
      unique (aggregate, aggregate_id, sequence)
    ) with (fillfactor = 80)`,
    `create index outbox_unplaced on outbox (position) where place is null`,
    `create index outbox_by_place on outbox (aggregate, place) where place is not null`,
    `create index outbox_by_xid on outbox (xid)`,
    `create table outbox_line (
      only_row boolean primary key default true check (only_row),
      last_place bigint not null
    )`,
    `insert into outbox_line (last_place) values (0)`,
    `create table outbox_subscription (
      consumer text not null,
      aggregate text not null,
      served bigint not null,
      subscribed_at timestamptz not null default clock_timestamp(),
      primary key (consumer, aggregate)
    )`,
    `create table inbox (
      producer text not null,
      event_id uuid not null,
      type text not null,
      version integer not null,
      aggregate text not null,
      aggregate_id text not null,
      sequence integer not null,
      occurred_at timestamptz not null,
      actor uuid,
      correlation_id text not null,
      causation_id uuid,
      body jsonb not null,
      arrived_at timestamptz not null default clock_timestamp(),
      done_at timestamptz,
      skipped boolean not null default false,
      primary key (producer, event_id),
      unique (producer, aggregate, aggregate_id, sequence)
    ) with (fillfactor = 80)`,
    `create index inbox_done on inbox (done_at) where done_at is not null`,
    `create table inbox_stream (
      producer text not null,
      aggregate text not null,
      aggregate_id text not null,
      next_sequence integer not null,
      failures integer not null default 0,
      parked_at timestamptz,
      failed_reaction text,
      last_error text,
      primary key (producer, aggregate, aggregate_id)
    ) with (fillfactor = 70)`,
    // Small however many streams or parked events there are. A deposit leaves its transaction's id; a turn removes only what it has seen.
    `create table inbox_ready (
      producer text not null,
      aggregate text not null,
      aggregate_id text not null,
      due_at timestamptz not null default clock_timestamp(),
      touched_by xid8 not null default pg_current_xact_id(),
      primary key (producer, aggregate, aggregate_id)
    ) with (fillfactor = 50)`,
    `create index inbox_ready_by_due on inbox_ready (due_at)`,
    `create index inbox_stream_parked on inbox_stream (parked_at) where parked_at is not null`,
    `create table road_audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      operator text not null,
      command text not null,
      target jsonb not null,
      reason text not null
    )`,
  ],
};

/** Events carry the trace that they were told in, so that what follows from them is part of it. */
export const roadTraces: typeof roadTables = {
  name: '0002-event-trace',
  up: ['alter table outbox add column trace text', 'alter table inbox add column trace text'],
};
