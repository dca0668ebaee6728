import { Field, ID, Int, ObjectType } from 'type-graphql';
import { NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';
import { SessionEnded, TooManyAttempts, WrongCredentials, WrongSecondFactor } from './account.refusals.ts';

@ObjectType('Session', { description: 'A signed-in device.' })
export class Session {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Browser and system, as far as they said.' })
  device!: string;

  @Field({ description: 'The address it began from.' })
  ip!: string;

  @Field({ description: 'Whether it is the session that asks.' })
  isCurrent!: boolean;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => DateTime, { description: 'When its tokens were last refreshed.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: 'When it ends, however much it is used.' })
  endsAt!: Date;
}

@ObjectType('SignedOut', { description: 'Sessions have ended.' })
export class SignedOut {
  @Field(() => Int, { description: 'How many; 0 when they had ended before.' })
  sessions!: number;
}

@ObjectType('SteppedUp', { description: 'The session is fresh again, for ten minutes.' })
export class SteppedUp {
  @Field({ description: 'Use this access token from now on.' })
  accessToken!: string;

  @Field(() => DateTime, { description: 'When it ends.' })
  expiresAt!: Date;
}

export const SignOutResult = resultUnion('SignOutResult', [SignedOut]);
export const SignOutEverywhereResult = resultUnion('SignOutEverywhereResult', [SignedOut]);
export const RevokeSessionResult = resultUnion('RevokeSessionResult', [SignedOut, NotFound]);
export const StepUpResult = resultUnion('StepUpResult', [
  SteppedUp,
  WrongCredentials,
  WrongSecondFactor,
  TooManyAttempts,
  SessionEnded,
]);
