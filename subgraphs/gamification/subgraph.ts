import type { Subgraph } from '#chassis/mount/subgraph';
import { gamificationAccess } from './graphql/access.ts';
import { LiveXpResolver } from './graphql/live.resolver.ts';
import {
  LadderResolver,
  PlayerOfUserResolver,
  PlayerResolver,
  resolvePlayer,
  resolveUser,
} from './graphql/player.resolver.ts';
import { gamificationEvents, xpAwarded } from './published/gamification.events.ts';
import { xpTopic } from './published/topics.ts';
import {
  awardXpWhenLoggedIn,
  awardXpWhenProfileCompleted,
  awardXpWhenSkillVerified,
} from './reactions/award-xp-when-earned.ts';
import { joinGameWhenEmailVerified } from './reactions/join-game-when-email-verified.ts';
import { gamificationMigrations } from './storage/migrations/index.ts';
import { PlayerTable, XpEntryTable } from './storage/player.table.ts';

/** The game: XP from what people really did, and the level that follows from it. */
export function gamificationSubgraph(): Subgraph {
  return {
    name: 'gamification',
    entities: [PlayerTable, XpEntryTable],
    migrations: gamificationMigrations,
    resolvers: [PlayerOfUserResolver, PlayerResolver, LadderResolver, LiveXpResolver],
    references: { User: resolveUser, GamificationProfile: resolvePlayer },
    access: gamificationAccess,
    publishes: gamificationEvents,
    reactions: [joinGameWhenEmailVerified, awardXpWhenProfileCompleted, awardXpWhenLoggedIn, awardXpWhenSkillVerified],
    live: [{ on: xpAwarded, topicsOf: (event) => [xpTopic(event.aggregateId)] }],
    jobs: [],
    open: async () => ({}),
  };
}
