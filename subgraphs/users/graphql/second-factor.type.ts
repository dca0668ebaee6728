import { MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Forbidden, NotFound, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { Reason } from './one-line.ts';
import { TooManyAttempts, TotpActiveAlready, TotpNotActive, WrongSecondFactor } from './account.refusals.ts';

@ObjectType('TotpSecret', { description: 'For an authenticator app. It protects nothing until activateTotp.' })
export class TotpSecret {
  @Field({ description: 'Base32, to type in.' })
  secret!: string;

  @Field({ description: 'An otpauth:// address, to show as a QR code.' })
  uri!: string;
}

@ObjectType('RecoveryCodes', { description: 'Ten codes, each of which replaces the authenticator app once.' })
export class RecoveryCodes {
  @Field(() => [String], { description: 'Shown this once; only their hashes are kept.' })
  recoveryCodes!: string[];
}

@ObjectType('TotpDisabled', { description: 'The password alone protects the account now.' })
export class TotpDisabled {
  @Field(() => Int, { description: 'How many other sessions ended by it.' })
  sessionsEnded!: number;
}

export const SetupTotpResult = resultUnion('SetupTotpResult', [TotpSecret, TotpActiveAlready, StepUpRequired]);
export const ActivateTotpResult = resultUnion('ActivateTotpResult', [
  RecoveryCodes,
  WrongSecondFactor,
  TotpActiveAlready,
  TotpNotActive,
  TooManyAttempts,
]);
export const DisableTotpResult = resultUnion('DisableTotpResult', [
  TotpDisabled,
  TotpNotActive,
  WrongSecondFactor,
  TooManyAttempts,
]);
export const RegenerateRecoveryCodesResult = resultUnion('RegenerateRecoveryCodesResult', [
  RecoveryCodes,
  TotpNotActive,
  StepUpRequired,
]);

@ObjectType('SecondFactorRemoved', {
  description: 'The user has to choose a new password by mail, and may then set up a new factor.',
})
export class SecondFactorRemoved {
  @Field(() => ID, { description: 'Whose.' })
  userId!: string;

  @Field(() => Int, { description: 'How many sessions ended by it.' })
  sessionsEnded!: number;
}

export const RemoveSecondFactorResult = resultUnion('RemoveSecondFactorResult', [
  SecondFactorRemoved,
  TotpNotActive,
  NotFound,
  Forbidden,
  StepUpRequired,
]);

@InputType({ description: 'Who has lost authenticator and recovery codes.' })
export class RemoveSecondFactorInput {
  @MaxLength(64)
  @Field(() => ID, { description: 'The user.' })
  userId!: string;

  @Reason()
  @Field({ description: 'How it was made sure who asks; it stands in the security log.' })
  reason!: string;
}

@InputType({ description: 'The first code of a new authenticator.' })
export class ActivateTotpInput {
  @MaxLength(64)
  @Field({ description: 'Six digits.' })
  code!: string;
}

@InputType({ description: 'A current code of the factor that is to go.' })
export class DisableTotpInput {
  @MaxLength(64)
  @Field({ description: 'Six digits of the authenticator app, or a recovery code.' })
  code!: string;
}
