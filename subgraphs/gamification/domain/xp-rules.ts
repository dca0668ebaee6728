import type { XpCondition } from './award.ts';

/** The first version of a rule; what is left out is: no cap, no pause, no condition. */
export interface FirstRule {
  readonly activity: string;
  readonly xp: number;
  readonly dailyCap?: number;
  readonly lifetimeCap?: number;
  readonly cooldownSeconds?: number;
  /** The share of the first, second ... award of a day in basis points; the last one holds for all that follow. */
  readonly diminishingBp?: readonly number[];
  readonly condition?: XpCondition;
  /** Something that happens to a person, or that follows from other facts: it keeps no streak of activity alive. */
  readonly passive?: true;
}

const HOUR = 3_600;
const once = { lifetimeCap: 1 };
const perSubject = { condition: { oncePerSubject: true as const } };
const passive = { passive: true as const };

/** What each activity is worth, and how often: the beginning of the table `xp_rule_version`, which administrators revise. */
export const FIRST_RULES: readonly FirstRule[] = [
  { activity: 'FEEDBACK_RECEIVED', xp: 25, dailyCap: 5, condition: { oncePerCounterpart: 'DAY' }, ...passive },
  { activity: 'SOCIAL_SHARE', xp: 25, dailyCap: 3, cooldownSeconds: HOUR },
  { activity: 'DAILY_LOGIN', xp: 50, dailyCap: 1, ...passive },
  { activity: 'FEEDBACK_GIVEN', xp: 50, dailyCap: 5, cooldownSeconds: 300, condition: { oncePerCounterpart: 'DAY' } },
  { activity: 'BUG_REPORTED', xp: 50, dailyCap: 5, diminishingBp: [10_000, 10_000, 5_000] },
  { activity: 'KNOWLEDGE_SHARING', xp: 75, dailyCap: 3 },
  { activity: 'WEBINAR_ATTENDED', xp: 75, dailyCap: 3, ...perSubject },
  { activity: 'FEATURE_REQUEST', xp: 75, dailyCap: 3, diminishingBp: [10_000, 5_000, 2_500] },
  { activity: 'PROFILE_COMPLETED', xp: 100, ...once },
  { activity: 'ACHIEVEMENT_UNLOCKED', xp: 100, ...passive },
  { activity: 'COMMUNITY_CONTRIBUTION', xp: 100, dailyCap: 5, diminishingBp: [10_000, 10_000, 5_000] },
  { activity: 'EVENT_PARTICIPATION', xp: 100, dailyCap: 3, ...perSubject },
  { activity: 'CONTEST_PARTICIPATED', xp: 100, dailyCap: 3, ...perSubject },
  { activity: 'STREAK_MAINTAINED', xp: 100, ...passive },
  { activity: 'LEGAL_DOCUMENT_SIGNED', xp: 150, ...perSubject },
  { activity: 'COLLABORATION', xp: 150, dailyCap: 3, condition: { oncePerCounterpart: 'DAY' } },
  { activity: 'BETA_TESTING', xp: 150, dailyCap: 2, ...perSubject },
  { activity: 'TEAM_JOINED', xp: 200, dailyCap: 3, ...perSubject },
  { activity: 'WEEKLY_ACTIVE', xp: 200, ...passive },
  { activity: 'MENTORSHIP_RECEIVED', xp: 200, dailyCap: 1, condition: { oncePerCounterpart: 'DAY' }, ...passive },
  { activity: 'COURSE_COMPLETED', xp: 200, dailyCap: 3, ...perSubject },
  { activity: 'REFERRAL', xp: 200, dailyCap: 5, condition: { oncePerCounterpart: 'EVER' } },
  { activity: 'SKILL_VERIFIED', xp: 250, dailyCap: 5 },
  { activity: 'PROJECT_COMPLETED', xp: 300, dailyCap: 3, ...perSubject },
  { activity: 'MENTORSHIP_GIVEN', xp: 300, dailyCap: 2, condition: { oncePerCounterpart: 'DAY' } },
  { activity: 'ONBOARDING_COMPLETED', xp: 300, ...once },
  { activity: 'FIRST_PROJECT', xp: 300, ...once, ...passive },
  { activity: 'GOAL_ACHIEVED', xp: 300, dailyCap: 1, ...passive },
  { activity: 'LEADERSHIP', xp: 350, dailyCap: 1 },
  { activity: 'INNOVATION', xp: 400, dailyCap: 1 },
  { activity: 'CHALLENGE_COMPLETED', xp: 400, dailyCap: 2, ...passive },
  { activity: 'DAILY_QUEST_COMPLETED', xp: 50, dailyCap: 5, ...passive },
  { activity: 'ONBOARDING_QUEST_COMPLETED', xp: 100, ...passive },
  { activity: 'VENTURE_CREATED', xp: 500, dailyCap: 1, ...perSubject },
  { activity: 'MONTHLY_ACTIVE', xp: 500, ...passive },
  { activity: 'CERTIFICATION_EARNED', xp: 500, dailyCap: 2, ...perSubject },
  { activity: 'FIRST_TEAM', xp: 500, ...once, ...passive },
  { activity: 'MILESTONE_REACHED', xp: 500, dailyCap: 3, ...perSubject },
  { activity: 'PERFECT_WEEK', xp: 500, ...passive },
  { activity: 'INVESTMENT_MADE', xp: 1_000, dailyCap: 2, ...perSubject },
  { activity: 'CONTEST_WON', xp: 1_000, ...perSubject },
  { activity: 'FIRST_VENTURE', xp: 1_000, ...once, ...passive },
  { activity: 'FIRST_INVESTMENT', xp: 1_500, ...once, ...passive },
  { activity: 'FUNDING_RECEIVED', xp: 2_000, dailyCap: 1, ...perSubject },
  { activity: 'FIRST_FUNDING', xp: 2_000, ...once, ...passive },
  { activity: 'PERFECT_MONTH', xp: 2_000, ...passive },
  { activity: 'YEAR_ANNIVERSARY', xp: 5_000, ...passive },
  { activity: 'OPPORTUNITY_CREATED', xp: 50, dailyCap: 5, ...perSubject },
  { activity: 'OPPORTUNITY_APPLIED', xp: 25, dailyCap: 10, ...perSubject },
  { activity: 'POLL_VOTE', xp: 5, dailyCap: 10, ...perSubject },
  { activity: 'KUDOS_GIVEN', xp: 10, dailyCap: 5, condition: { oncePerCounterpart: 'DAY' } },
  { activity: 'KUDOS_RECEIVED', xp: 20, dailyCap: 10, condition: { oncePerCounterpart: 'DAY' }, ...passive },
  { activity: 'IDEA', xp: 15, dailyCap: 5, diminishingBp: [10_000, 10_000, 10_000, 5_000, 2_500] },
];
