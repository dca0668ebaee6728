import { IsOptional, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { OneLine } from './one-line.ts';
import { TokenDelivery } from './sign-in.type.ts';

/** Longer texts are refused before anything is done with them; the password policy itself ends at 128 characters. */
const LONG = 1_024;

@InputType({ description: 'Who wants an account. There is no role here: everybody begins as GUEST.' })
export class RegisterUserInput {
  @MaxLength(LONG)
  @Field({ description: 'The address that the confirmation is mailed to.' })
  email!: string;

  @MaxLength(LONG)
  @Field({ description: '12 to 128 characters of any kind; common passwords are refused.' })
  password!: string;

  @OneLine()
  @IsOptional()
  @MaxLength(80)
  @Field(() => String, { nullable: true, description: 'The name to be shown by, at most 80 characters.' })
  displayName?: string | null;
}

@InputType({ description: 'A mailed confirmation.' })
export class VerifyEmailInput {
  @MaxLength(LONG)
  @Field({ description: 'The token of the mailed link. It works once, for 24 hours.' })
  token!: string;
}

@InputType({ description: 'Whose confirmation to mail again.' })
export class ResendVerificationInput {
  @MaxLength(LONG)
  @Field({ description: 'The address of the account.' })
  email!: string;
}

@InputType({ description: 'Credentials.' })
export class SignInInput {
  @MaxLength(LONG)
  @Field({ description: 'The address of the account.' })
  email!: string;

  @MaxLength(LONG)
  @Field({ description: 'Its password.' })
  password!: string;

  @Field(() => TokenDelivery, {
    defaultValue: TokenDelivery.COOKIE,
    description: 'How the refresh token is delivered.',
  })
  tokenDelivery!: TokenDelivery;
}

@InputType({ description: 'The answer to a sign-in challenge.' })
export class CompleteMfaSignInInput {
  @MaxLength(LONG)
  @Field({ description: 'From SecondFactorRequired.' })
  challengeToken!: string;

  @MaxLength(64)
  @Field({ description: 'Six digits of the authenticator app, or a recovery code.' })
  code!: string;
}
