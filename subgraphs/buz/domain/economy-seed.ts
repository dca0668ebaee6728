/** A figure that the economy starts with: code, whole BUZ, category, days to claim. */
export type SeedRule = readonly [code: string, buz: number, category: string, claimDays?: number];

/**
 * The start of the price list: the V2 column of DOMAIN 9.5. Removing a member, editing and mandatory signing are free by decision (V2 had 3, 10
 * and 2); LEGAL_SIGN is what signing a document of one's own choice costs.
 */
export const SEED_PRICES: readonly SeedRule[] = [
  ['VENTURE_CREATE', 50, 'VENTURE'],
  ['VENTURE_EDIT', 0, 'VENTURE'],
  ['VENTURE_DELETE', 25, 'VENTURE'],
  ['VENTURE_PUBLISH', 30, 'VENTURE'],
  ['TEAM_MEMBER_ADD', 5, 'TEAM'],
  ['TEAM_MEMBER_REMOVE', 0, 'TEAM'],
  ['OPPORTUNITY_POST', 10, 'OPPORTUNITY'],
  ['OPPORTUNITY_APPLY', 3, 'OPPORTUNITY'],
  ['SERVICE_OFFER', 5, 'OPPORTUNITY'],
  ['PROJECT_BID', 8, 'OPPORTUNITY'],
  ['OFFER_ACCEPT', 2, 'OPPORTUNITY'],
  ['LEGAL_SIGN', 2, 'LEGAL'],
  ['LEGAL_SIGN_MANDATORY', 0, 'LEGAL'],
  ['CONTRACT_GENERATE', 15, 'LEGAL'],
  ['LEGAL_REVIEW', 25, 'LEGAL'],
  ['DISPUTE_OPEN', 50, 'LEGAL'],
  ['PRIORITY_SUPPORT', 25, 'PLATFORM'],
  ['ADVANCED_ANALYTICS', 50, 'PLATFORM'],
  ['CUSTOM_BRANDING', 100, 'PLATFORM'],
  ['API_ACCESS', 75, 'PLATFORM'],
  ['WHITE_LABEL', 250, 'PLATFORM'],
];

/**
 * The start of the rewards: the V2 column of DOMAIN 9.6, daily login and XP milestones. Decided here: of the four amounts for badges an UNCOMMON
 * one pays the least, as a COMMON one does; quests pay 2, 10 and 25; a level pays 10. Applying pays nothing, and nothing is paid for having earned.
 * Milestones of XP have to be claimed, within 90 days.
 */
export const SEED_REWARDS: readonly SeedRule[] = [
  ['WELCOME', 1_000, 'ONBOARDING'],
  ['PROFILE_COMPLETED', 10, 'ONBOARDING'],
  ['IDENTITY_VERIFIED', 20, 'ONBOARDING'],
  ['SKILL_VERIFIED', 2, 'ONBOARDING'],
  ['ONBOARDING_COMPLETED', 25, 'ONBOARDING'],
  ['LEGAL_COMPLETE', 15, 'LEGAL'],
  ['SUBSCRIPTION_MONTH', 100, 'SUBSCRIPTION'],
  ['ANNUAL_BONUS', 500, 'SUBSCRIPTION'],
  ['REFERRAL', 100, 'COMMUNITY'],
  ['VENTURE_LAUNCH', 25, 'VENTURE'],
  ['FIRST_VENTURE', 15, 'VENTURE'],
  ['FIRST_TEAM_MEMBER', 10, 'VENTURE'],
  ['TEAM_OF_FIVE', 20, 'VENTURE'],
  ['FIRST_REVENUE', 50, 'VENTURE'],
  ['HIGH_QUALITY_VENTURE', 30, 'VENTURE'],
  ['VENTURE_SUCCESS', 100, 'VENTURE'],
  ['MONTHLY_ACTIVE', 5, 'COMMUNITY'],
  ['ACTIVE_MEMBER', 10, 'COMMUNITY'],
  ['HELPFUL', 5, 'COMMUNITY'],
  ['REVIEW_WRITTEN', 3, 'COMMUNITY'],
  ['BUG_REPORT', 3, 'COMMUNITY'],
  ['FEATURE_IDEA', 5, 'COMMUNITY'],
  ['CONTENT', 8, 'COMMUNITY'],
  ['TOP_PERFORMER', 50, 'COMMUNITY'],
  ['COMMUNITY_LEADER', 75, 'COMMUNITY'],
  ['INNOVATION', 200, 'COMMUNITY'],
  ['DAILY_LOGIN', 1, 'GAME'],
  ['LEVEL_UP', 10, 'GAME'],
  ['XP_MILESTONE_100', 10, 'GAME', 90],
  ['XP_MILESTONE_500', 50, 'GAME', 90],
  ['XP_MILESTONE_1000', 100, 'GAME', 90],
  ['XP_MILESTONE_5000', 500, 'GAME', 90],
  ['BADGE_COMMON', 25, 'GAME'],
  ['BADGE_UNCOMMON', 25, 'GAME'],
  ['BADGE_RARE', 100, 'GAME'],
  ['BADGE_EPIC', 250, 'GAME'],
  ['BADGE_LEGENDARY', 500, 'GAME'],
  ['QUEST_DAILY', 2, 'GAME'],
  ['QUEST_WEEKLY', 10, 'GAME'],
  ['QUEST_ONBOARDING', 25, 'GAME'],
];

/** All rewards of a business day together: the first year's 20 % of the rewards pool by 365 days, in whole BUZ. */
export const SEED_EMISSION: SeedRule = ['DAILY_EMISSION', 82_191, 'EMISSION'];
