import { liveFeed } from '#chassis/live/feed';
import { joinParts, type Part } from '#chassis/mount/part';
import type { Subgraph } from '#chassis/mount/subgraph';
import { backfillBadges } from './actions/backfill-badges.ts';
import { streakJobs } from './actions/check-streaks.ts';
import { closeLeagues } from './actions/close-leagues.ts';
import { BACKFILL_BADGES } from './actions/create-badge.ts';
import { boardKeeper } from './actions/keep-boards.ts';
import { badgesResolvers } from './graphql/badges.resolvers.ts';
import { boardResolvers } from './graphql/board.resolvers.ts';
import { gameAccess } from './graphql/game.access.ts';
import { LiveXpResolver } from './graphql/live.resolver.ts';
import {
  LadderResolver,
  PlayerOfUserResolver,
  PlayerResolver,
  resolvePlayer,
  resolveUser,
} from './graphql/player.resolver.ts';
import { changesOfGamification } from './parts/changes.ts';
import { catalogueEvents } from './published/catalogue.events.ts';
import { badgeEarned, boardMoved, gamificationEvents, levelUp, xpAwarded } from './published/gamification.events.ts';
import { badgeTopic, levelTopic, topicsOfMove, xpTopic } from './published/topics.ts';
import { streakResolvers } from './graphql/streak.resolvers.ts';
import { factReactions } from './reactions/hear-facts.ts';
import { boardReactions } from './reactions/keep-boards.ts';
import { gamificationMigrations } from './storage/migrations/index.ts';
import { PlayerTable, XpEntryTable } from './storage/player.table.ts';

/** Everything of the game but what it tells the door of its changes. */
const game: Part = {
  resolvers: [
    PlayerOfUserResolver,
    PlayerResolver,
    LadderResolver,
    LiveXpResolver,
    ...streakResolvers,
    ...badgesResolvers,
    ...boardResolvers,
  ],
  access: gameAccess,
  publishes: [...gamificationEvents, ...catalogueEvents],
  reactions: [...factReactions, ...boardReactions],
  live: [
    { on: xpAwarded, topicsOf: (event) => [xpTopic(event.aggregateId)] },
    { on: levelUp, topicsOf: (event) => [levelTopic(event.aggregateId)] },
    { on: badgeEarned, topicsOf: (event) => [badgeTopic(event.aggregateId)] },
    liveFeed(boardMoved, ({ body }) => topicsOfMove(body)),
  ],
  jobs: [
    ...streakJobs,
    { task: 'close-leagues', cron: '* * * * *', run: closeLeagues },
    { task: BACKFILL_BADGES, cron: '* * * * *', run: backfillBadges },
  ],
};

/** The game: XP from what people really did, and the level that follows from it. */
export function gamificationSubgraph(): Subgraph {
  return {
    name: 'gamification',
    entities: [PlayerTable, XpEntryTable],
    migrations: gamificationMigrations,
    references: { User: resolveUser, GamificationProfile: resolvePlayer },
    ...joinParts([game, changesOfGamification]),
    beats: [{ name: 'keep-boards', everyMs: 250, make: boardKeeper }],
    open: async () => ({}),
  };
}
