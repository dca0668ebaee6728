import { MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which session to end.' })
export class RevokeSessionInput {
  @MaxLength(64)
  @Field(() => ID, { description: 'One of mySessions.' })
  sessionId!: string;
}

@InputType({ description: 'A fresh proof: a code where there is a second factor, the password where there is none.' })
export class StepUpInput {
  @MaxLength(1_024)
  @Field(() => String, { nullable: true, description: 'The password.' })
  password?: string | null;

  @MaxLength(64)
  @Field(() => String, { nullable: true, description: 'Six digits of the authenticator app, or a recovery code.' })
  code?: string | null;
}
