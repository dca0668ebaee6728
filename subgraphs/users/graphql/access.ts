import type { AccessTable } from '#chassis/graphql/access';
import type { UsersPorts } from '../outside/ports.ts';

/** A refusal is for whoever asked. */
const refused = { code: 'open', message: 'open' } as const;

/** The second layer: a rule for every field of the authentication half; the other half adds its own table beside this one. */
export const identityAccess: AccessTable<UsersPorts> = {
  User: { id: 'open', displayName: 'open' },
  Query: { me: 'signedIn', signingKeys: 'gateway', sessionAccess: 'gateway' },
  Mutation: {
    registerUser: 'open',
    verifyEmail: 'open',
    resendVerification: 'open',
    signIn: 'open',
    completeMfaSignIn: 'open',
    refreshSession: 'gateway',
  },
  Subscription: { accessChanged: 'gateway' },
  SessionAccess: { sessionId: 'gateway', epoch: 'gateway', active: 'gateway' },
  AccessChange: { token: 'gateway', sessionId: 'gateway', epoch: 'gateway', active: 'gateway', at: 'gateway' },
  RefreshedSession: { accessToken: 'gateway', expiresAt: 'gateway' },
  RegistrationAccepted: { email: 'open' },
  EmailVerified: { userId: 'open' },
  MailRequested: { accepted: 'open' },
  SignedIn: { accessToken: 'open', expiresAt: 'open', refreshToken: 'open', sessionId: 'open', user: 'open' },
  EmailAddressInvalid: refused,
  WeakPassword: { ...refused, reasons: 'open' },
  TooManyAttempts: { ...refused, retryAfterSeconds: 'open' },
  AccountLinkInvalid: refused,
  WrongCredentials: refused,
  AccountSuspended: refused,
  PasswordResetRequired: refused,
  SecondFactorRequired: { ...refused, challengeToken: 'open', expiresAt: 'open' },
  WrongSecondFactor: refused,
  SignInChallengeEnded: refused,
  SessionEnded: refused,
};
