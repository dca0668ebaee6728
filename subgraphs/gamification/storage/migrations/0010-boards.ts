import { Migration } from '@mikro-orm/migrations';

/**
 * Boards. `board_score` is what everybody has, `board_count` how many have it (a histogram), `board_delta` what the histogram does not know
 * yet: writers only append there, so that nobody waits for a row that everybody changes. Ties: rank = 1 + number strictly above; within
 * a tie who reached the score earlier comes first, then the smaller user id.
 */
export class Boards extends Migration {
  override up(): void {
    this.addSql(`create table board_score (
      user_id uuid not null,
      board text collate "C" not null,
      score integer not null,
      reached_at timestamptz not null,
      counted boolean not null,
      primary key (user_id, board)
    ) with (fillfactor = 70)`);
    this.addSql('create index board_order on board_score (board, (-score), reached_at, user_id) where counted');
    this.addSql(`create table board_count (
      board text collate "C" not null,
      grain smallint not null,
      bucket integer not null,
      players integer not null,
      primary key (board, grain, bucket)
    ) with (fillfactor = 50)`);
    this.addSql(`create table board_delta (
      board text collate "C" not null,
      id bigint generated always as identity,
      user_id uuid not null,
      from_score integer,
      to_score integer,
      primary key (board, id)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0)`);
    this.addSql(`create table board_privacy (
      user_id uuid primary key,
      is_public boolean not null,
      changed_at timestamptz not null
    )`);
    this.addSql('create table board_absence (user_id uuid primary key, since timestamptz not null)');
    this.addSql(`create table friendship (
      user_id uuid not null,
      friend_id uuid not null,
      primary key (user_id, friend_id),
      check (user_id <> friend_id)
    )`);
    this.addSql(`create table venture_membership (
      venture_id uuid not null,
      user_id uuid not null,
      primary key (venture_id, user_id)
    )`);
    this.addSql(`create table board_told (
      user_id uuid primary key,
      rank integer,
      told_at timestamptz not null,
      pending boolean not null default false,
      watched_at timestamptz
    ) with (fillfactor = 70)`);
    this.addSql('create index board_told_pending on board_told (user_id) where pending');
    this.addSql(`insert into board_score (user_id, board, score, reached_at, counted)
      select e.user_id, k.board, sum(e.amount), max(e.awarded_at), true
      from xp_entry e cross join lateral (values
        ('xp'), ('xp:' || to_char(e.day, 'YYYY-MM')), ('xp:w' || to_char(date_trunc('week', e.day::timestamp), 'YYYY-MM-DD'))
      ) as k (board) group by 1, 2`);
    this.addSql(`insert into board_count (board, grain, bucket, players)
      select s.board, g.grain, s.score >> g.grain, count(*)
      from board_score s cross join (values (0), (5), (10), (15)) as g (grain) group by 1, 2, 3`);
  }
}
