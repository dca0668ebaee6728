import type { NamedMigration } from '#chassis/storage/database';
import { XpLedger } from './0001-xp-ledger.ts';
import { FactLog } from './0002-fact-log.ts';
import { XpRules } from './0003-xp-rules.ts';
import { StreakTables } from './0004-streaks.ts';
import { Review } from './0005-review.ts';
import { FactTimes } from './0006-fact-times.ts';
import { Boards } from './0010-boards.ts';
import { Leagues } from './0011-leagues.ts';
import { Badges } from './0020-badges.ts';
import { Quests } from './0021-quests.ts';
import { SocialActs } from './0022-social-acts.ts';
import { FriendshipsEnd } from './0023-friendships-end.ts';
import { CohortBoards } from './0030-cohort-boards.ts';
import { CohortOfScores } from './0031-cohort-of-scores.ts';
import { BoardAbove } from './0032-board-above.ts';

export const gamificationMigrations: readonly NamedMigration[] = [
  { name: '0001-xp-ledger', class: XpLedger },
  { name: '0002-fact-log', class: FactLog },
  { name: '0003-xp-rules', class: XpRules },
  { name: '0004-streaks', class: StreakTables },
  { name: '0005-review', class: Review },
  { name: '0006-fact-times', class: FactTimes },
  { name: '0010-boards', class: Boards },
  { name: '0011-leagues', class: Leagues },
  { name: '0020-badges', class: Badges },
  { name: '0021-quests', class: Quests },
  { name: '0022-social-acts', class: SocialActs },
  { name: '0023-friendships-end', class: FriendshipsEnd },
  { name: '0030-cohort-boards', class: CohortBoards },
  { name: '0031-cohort-of-scores', class: CohortOfScores },
  { name: '0032-board-above', class: BoardAbove },
];
