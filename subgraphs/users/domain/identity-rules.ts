/** The figures of identity in one place; settings.ts widens the limits of places for development, and tests move what they test. */
export interface IdentityRules {
  readonly accessTokenMinutes: number;
  readonly refreshGraceSeconds: number;
  readonly idleDays: number;
  readonly absoluteDays: number;
  /** Sessions of administrators end after this many hours, used or not. */
  readonly privilegedHours: number;
  readonly verifyLinkHours: number;
  readonly resetLinkMinutes: number;
  readonly challengeMinutes: number;
  /** Refusals that must not tell whether an account exists take at least this long, whichever way they came about. */
  readonly evenTimeMs: number;
  /** Multiplies what one address may do across accounts (not what it may do to one account): 50 in development. */
  readonly placeWidening: number;
}

export const IDENTITY_RULES: IdentityRules = {
  accessTokenMinutes: 10,
  refreshGraceSeconds: 10,
  idleDays: 14,
  absoluteDays: 30,
  privilegedHours: 12,
  verifyLinkHours: 24,
  resetLinkMinutes: 10,
  challengeMinutes: 5,
  evenTimeMs: 500,
  placeWidening: 1,
};
