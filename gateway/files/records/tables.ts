/** What the file door keeps in the gateway's own schema. Wall clock throughout: none of it is business time. */
export const FILE_TABLES = [
  `create table if not exists stored_file (
     id uuid primary key,
     owner_id uuid not null,
     subgraph text not null,
     purpose text not null,
     state text not null check (state in ('reserved', 'ready', 'handed', 'kept', 'doomed')),
     storage_key text not null unique,
     name text not null,
     size bigint not null check (size >= 0),
     type text,
     sha256 text,
     width integer,
     height integer,
     since timestamptz not null,
     expires_at timestamptz
   )`,
  'create index if not exists stored_file_of on stored_file (owner_id, purpose)',
  "create index if not exists stored_file_restless on stored_file (since) where state <> 'kept'",
  "create index if not exists stored_file_kept on stored_file (since) where state = 'kept'",
  `create table if not exists upload_ticket (
     hash text primary key,
     owner_id uuid not null,
     session_id text not null,
     epoch integer not null,
     subgraph text not null,
     purpose text not null,
     max_bytes bigint not null,
     name text not null,
     expires_at timestamptz not null
   )`,
  'create index if not exists upload_ticket_age on upload_ticket (expires_at)',
] as const;
