import {
  BadgeEvidenceResolver,
  BadgeResolver,
  EarnedBadgeResolver,
  LiveBadgeResolver,
  PlayerStandingResolver,
} from './badge.resolver.ts';
import { GoalResolver } from './goal.resolver.ts';
import { PollCreatedResolver, PollResolver, PollVotedResolver } from './poll.resolver.ts';
import { QuestResolver } from './quest.resolver.ts';
import {
  IdeaPostedResolver,
  IdeaResolver,
  KudosGivenResolver,
  KudosResolver,
  PlayerKudosResolver,
} from './thanks.resolver.ts';

/** Badges, quests, goals and the small social acts. */
export const badgesResolvers = [
  BadgeResolver,
  EarnedBadgeResolver,
  BadgeEvidenceResolver,
  PlayerStandingResolver,
  LiveBadgeResolver,
  QuestResolver,
  GoalResolver,
  PlayerKudosResolver,
  KudosResolver,
  KudosGivenResolver,
  IdeaResolver,
  IdeaPostedResolver,
  PollResolver,
  PollCreatedResolver,
  PollVotedResolver,
] as const;
