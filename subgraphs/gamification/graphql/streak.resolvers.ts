import { RulesResolver } from './rules.resolver.ts';
import { SteerStreakResolver, StreakResolver } from './streak.resolver.ts';
import { SuspicionResolver, SuspicionReviewResolver } from './suspicion.resolver.ts';
import { XpDecisionResolver } from './xp-decision.resolver.ts';

/** Streaks, rules, decisions about XP, and the review of what looks like farming. */
export const streakResolvers = [
  StreakResolver,
  SteerStreakResolver,
  RulesResolver,
  XpDecisionResolver,
  SuspicionResolver,
  SuspicionReviewResolver,
];
