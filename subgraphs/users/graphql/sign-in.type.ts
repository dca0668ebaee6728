import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';
import {
  AccountLinkInvalid,
  AccountSuspended,
  EmailAddressInvalid,
  PasswordResetRequired,
  SecondFactorRequired,
  SessionEnded,
  SignInChallengeEnded,
  TooManyAttempts,
  WeakPassword,
  WrongCredentials,
  WrongSecondFactor,
} from './account.refusals.ts';
import { User } from './user.type.ts';

export enum TokenDelivery {
  COOKIE = 'COOKIE',
  BODY = 'BODY',
}
registerEnumType(TokenDelivery, {
  name: 'TokenDelivery',
  description: 'How the refresh token reaches the client.',
  valuesConfig: {
    COOKIE: { description: 'In an HttpOnly cookie for POST /auth/refresh: for browsers.' },
    BODY: { description: 'In the answer: for clients that have no cookies.' },
  },
});

@ObjectType('RegistrationAccepted', {
  description:
    'A mail is on its way to the address. Deliberately the same whether or not the address has an account already.',
})
export class RegistrationAccepted {
  @Field({ description: 'The address, in the form in which it is stored.' })
  email!: string;
}

@ObjectType('EmailVerified', { description: 'The address is confirmed; the account is active.' })
export class EmailVerified {
  @Field(() => ID, { description: 'Whose account.' })
  userId!: string;
}

@ObjectType('MailRequested', {
  description:
    'If the address has an account that this is for, a mail is on its way. Deliberately the same for every address.',
})
export class MailRequested {
  @Field({ description: 'Always true.' })
  accepted!: boolean;
}

@ObjectType('SignedIn', { description: 'A session has begun.' })
export class SignedIn {
  @Field({ description: 'The access token: `Authorization: Bearer ...`, for ten minutes.' })
  accessToken!: string;

  @Field(() => DateTime, { description: 'When the access token ends; refresh before.' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'With tokenDelivery BODY only; otherwise it is in the cookie.' })
  refreshToken!: string | null;

  @Field(() => ID, { description: 'The session, as in mySessions.' })
  sessionId!: string;

  @Field(() => User, { nullable: true, description: 'Who has signed in.' })
  user!: User | null;
}

@Directive('@inaccessible')
@ObjectType('RefreshedSession', { description: 'A new pair of tokens; the refresh token is in the cookie.' })
export class RefreshedSession {
  @Field({ description: 'The new access token.' })
  accessToken!: string;

  @Field(() => DateTime, { description: 'When it ends.' })
  expiresAt!: Date;
}

export const RegisterUserResult = resultUnion('RegisterUserResult', [
  RegistrationAccepted,
  EmailAddressInvalid,
  WeakPassword,
  TooManyAttempts,
]);
export const VerifyEmailResult = resultUnion('VerifyEmailResult', [EmailVerified, AccountLinkInvalid]);
export const ResendVerificationResult = resultUnion('ResendVerificationResult', [MailRequested, TooManyAttempts]);
export const SignInResult = resultUnion('SignInResult', [
  SignedIn,
  SecondFactorRequired,
  WrongCredentials,
  AccountSuspended,
  PasswordResetRequired,
  TooManyAttempts,
]);
export const CompleteMfaSignInResult = resultUnion('CompleteMfaSignInResult', [
  SignedIn,
  WrongSecondFactor,
  SignInChallengeEnded,
  TooManyAttempts,
]);
export const RefreshSessionResult = resultUnion('RefreshSessionResult', [RefreshedSession, SessionEnded]);
