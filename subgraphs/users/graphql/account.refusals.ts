import { Field, Int, ObjectType } from 'type-graphql';
import { RefusalType } from '#chassis/graphql/refusal.type';
import { DateTime } from '#chassis/graphql/scalars';

@ObjectType('EmailAddressInvalid', { implements: RefusalType, description: 'The text is not an e-mail address.' })
export class EmailAddressInvalid extends RefusalType {}

@ObjectType('WeakPassword', { implements: RefusalType, description: 'The password is too easy to guess.' })
export class WeakPassword extends RefusalType {
  @Field(() => [String], { description: 'Every reason, one sentence each.' })
  reasons!: string[];
}

@ObjectType('TooManyAttempts', {
  implements: RefusalType,
  description: 'Too many wrong attempts from this place: it must wait. Other places stay free.',
})
export class TooManyAttempts extends RefusalType {
  @Field(() => Int, { description: 'How long to wait, in seconds.' })
  retryAfterSeconds!: number;
}

@ObjectType('AccountLinkInvalid', {
  implements: RefusalType,
  description: 'The mailed link was used already, has expired, or was replaced by a newer one.',
})
export class AccountLinkInvalid extends RefusalType {}

@ObjectType('WrongCredentials', {
  implements: RefusalType,
  description: 'The e-mail address or the password is wrong; which of them is not said.',
})
export class WrongCredentials extends RefusalType {}

@ObjectType('AccountSuspended', {
  implements: RefusalType,
  description: 'The credentials are right, but an administrator has suspended the account.',
})
export class AccountSuspended extends RefusalType {}

@ObjectType('PasswordResetRequired', {
  implements: RefusalType,
  description: 'The credentials are right, but the password has to be reset by mail first: call requestPasswordReset.',
})
export class PasswordResetRequired extends RefusalType {}

@ObjectType('SecondFactorRequired', {
  implements: RefusalType,
  description: 'The password is right; the code of the second factor is still needed: call completeMfaSignIn.',
})
export class SecondFactorRequired extends RefusalType {
  @Field({ description: 'Give it to completeMfaSignIn, with the code. Five tries.' })
  challengeToken!: string;

  @Field(() => DateTime, { description: 'Until when the challenge can be answered.' })
  expiresAt!: Date;
}

@ObjectType('WrongSecondFactor', {
  implements: RefusalType,
  description: 'The code is wrong, or was used already.',
})
export class WrongSecondFactor extends RefusalType {}

@ObjectType('SignInChallengeEnded', {
  implements: RefusalType,
  description: 'The challenge has expired, was used, or has had its five tries: sign in again.',
})
export class SignInChallengeEnded extends RefusalType {}

@ObjectType('SessionEnded', {
  implements: RefusalType,
  description: 'The session has ended (or never was): sign in again.',
})
export class SessionEnded extends RefusalType {}

@ObjectType('TotpActiveAlready', {
  implements: RefusalType,
  description: 'The account has a second factor already: disable it first.',
})
export class TotpActiveAlready extends RefusalType {}

@ObjectType('TotpNotActive', { implements: RefusalType, description: 'The account has no second factor.' })
export class TotpNotActive extends RefusalType {}
