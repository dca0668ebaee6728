import { MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Forbidden, NotFound, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { AccountLinkInvalid, TooManyAttempts, WeakPassword, WrongCredentials } from './account.refusals.ts';
import { Reason } from './one-line.ts';
import { MailRequested } from './sign-in.type.ts';

@ObjectType('PasswordChanged', { description: 'The new password holds.' })
export class PasswordChanged {
  @Field(() => Int, { description: 'How many sessions ended by it.' })
  sessionsEnded!: number;
}

@ObjectType('PasswordResetForced', { description: 'The user has to choose a new password by mail.' })
export class PasswordResetForced {
  @Field(() => ID, { description: 'Whose.' })
  userId!: string;

  @Field(() => Int, { description: 'How many sessions ended by it.' })
  sessionsEnded!: number;
}

export const ChangePasswordResult = resultUnion('ChangePasswordResult', [
  PasswordChanged,
  WrongCredentials,
  WeakPassword,
  TooManyAttempts,
]);
export const RequestPasswordResetResult = resultUnion('RequestPasswordResetResult', [MailRequested, TooManyAttempts]);
export const ResetPasswordResult = resultUnion('ResetPasswordResult', [
  PasswordChanged,
  AccountLinkInvalid,
  WeakPassword,
]);
export const ForcePasswordResetResult = resultUnion('ForcePasswordResetResult', [
  PasswordResetForced,
  NotFound,
  Forbidden,
  StepUpRequired,
]);

const LONG = 1_024;

@InputType({ description: 'A change of password by its owner.' })
export class ChangePasswordInput {
  @MaxLength(LONG)
  @Field({ description: 'The password until now.' })
  currentPassword!: string;

  @MaxLength(LONG)
  @Field({
    description: '12 to 128 characters (14 for administrators), none of the last five, none of the common ones.',
  })
  newPassword!: string;
}

@InputType({ description: 'Whose password is forgotten.' })
export class RequestPasswordResetInput {
  @MaxLength(LONG)
  @Field({ description: 'The address of the account.' })
  email!: string;
}

@InputType({ description: 'A new password by the mailed link.' })
export class ResetPasswordInput {
  @MaxLength(LONG)
  @Field({ description: 'The token of the mailed link. It works once, for ten minutes.' })
  token!: string;

  @MaxLength(LONG)
  @Field({ description: 'As for changePassword.' })
  newPassword!: string;
}

@InputType({ description: 'Whose password is not trusted any more.' })
export class ForcePasswordResetInput {
  @MaxLength(64)
  @Field(() => ID, { description: 'The user.' })
  userId!: string;

  @Reason()
  @Field({ description: 'Why; it stands in the security log.' })
  reason!: string;
}
