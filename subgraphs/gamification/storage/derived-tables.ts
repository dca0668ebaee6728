import { EVERYBODY, GRAINS } from '../domain/board.ts';

/** A table that follows from the log: a replay has to find the same rows. */
export interface DerivedTable {
  readonly table: string;
  /** Columns that say nothing about what followed (a position in the log): neither compared nor replaced. */
  readonly apart?: readonly string[];
  /** Others refer to its rows, so a replacement changes them in place. */
  readonly primaryKey?: readonly string[];
  /** What a replacement has to work out anew besides. */
  readonly afterwards?: readonly string[];
}

/** What `board_count` has to hold, said by the scores. In order, so that the buckets of a rank lie side by side. */
export const HISTOGRAM = `select s.board, c.cohort, g.grain, s.score >> g.grain as bucket, count(*)::integer as players
  from board_score s cross join unnest('{${GRAINS.join(',')}}'::smallint[]) as g (grain)
  cross join lateral (values (${EVERYBODY}::smallint), (s.cohort)) as c (cohort) where s.counted group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

/** Parents first. Whoever adds a table that follows from facts adds it here; a test knows all others. */
export const DERIVED_TABLES: readonly DerivedTable[] = [
  { table: 'player', primaryKey: ['user_id'] },
  { table: 'game_fact', apart: ['position'] },
  { table: 'player_zone' },
  { table: 'streak_day' },
  { table: 'streak_cover' },
  { table: 'streak_pause' },
  { table: 'streak_freeze' },
  { table: 'streak_reach' },
  { table: 'streak_break' },
  { table: 'streak' },
  { table: 'xp_entry' },
  { table: 'fact_counter' },
  { table: 'fact_tally' },
  { table: 'badge_award' },
  { table: 'badge_evidence' },
  { table: 'player_quest' },
  {
    table: 'board_score',
    afterwards: [
      'delete from board_delta',
      'delete from board_count',
      `insert into board_count (board, cohort, grain, bucket, players) ${HISTOGRAM}`,
    ],
  },
];

/** Written on the way, but not a function of the log: a replay gets empty copies that are thrown away. */
export const THROWN_AWAY: Readonly<Record<string, string>> = {
  board_delta: 'what the histogram does not know yet: folded away every moment',
  suspicion: 'what was noticed is kept with what people decided about it',
  league_player: 'weeks that were closed are decisions that were told, and are kept',
};

/** What the log does not know: rules, decisions, and what neighbours told. A replay reads them as they are. */
export const KEPT_TABLES: Readonly<Record<string, string>> = {
  level_step: 'the ladder',
  xp_rule: 'which activities there are',
  xp_rule_version: 'what they were worth, and when',
  game_audit: 'what administrators and operators did',
  badge: 'the catalogue',
  badge_revocation: 'what administrators took back, and why',
  badge_backfill: 'how far a new badge was looked for',
  quest: 'the catalogue',
  goal: 'what players set out to do',
  idea: 'what players wrote',
  kudos: 'who thanked whom',
  poll: 'what was asked',
  poll_option: 'what could be answered',
  poll_vote: 'what was answered',
  board_absence: 'who is suspended, as users told',
  board_privacy: 'who wants to be shown',
  board_count: 'a histogram of board_score, folded by a beat',
  board_told: 'which rank was told last',
  friendship: 'who knows whom, as users told',
  venture_membership: 'who is in which venture, as ventures told',
  league: 'weeks of leagues',
  league_tier: 'in which league somebody plays, by closed weeks',
};
