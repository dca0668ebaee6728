import { MaxLength } from 'class-validator';
import { Arg, Ctx, Directive, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { changeEmail, confirmEmailChange } from '../actions/change-email.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { AccountLinkInvalid, EmailAddressInvalid, TooManyAttempts } from './account.refusals.ts';
import { MailRequested } from './sign-in.type.ts';

@ObjectType('EmailChangeConfirmed', { description: 'One end of a change of address is confirmed.' })
export class EmailChangeConfirmed {
  @Field({ description: 'Whether it was the second: the account has moved, and its sessions have ended.' })
  done!: boolean;
}

const ChangeEmailResult = resultUnion('ChangeEmailResult', [
  MailRequested,
  EmailAddressInvalid,
  StepUpRequired,
  TooManyAttempts,
]);
const ConfirmEmailChangeResult = resultUnion('ConfirmEmailChangeResult', [EmailChangeConfirmed, AccountLinkInvalid]);

@InputType({ description: 'A change of address.' })
export class ChangeEmailInput {
  @MaxLength(1_024)
  @Field({ description: 'The new address; both mailboxes have to confirm.' })
  newEmail!: string;
}

@InputType({ description: 'A mailed confirmation of a change of address.' })
export class ConfirmEmailChangeInput {
  @MaxLength(1_024)
  @Field({ description: 'The token of the mailed link. It works once, for 24 hours.' })
  token!: string;
}

@Resolver()
export class EmailChangeResolver {
  @Directive('@authenticated')
  @Mutation(() => ChangeEmailResult, { nullable: true, description: 'Asks to move your account to another address.' })
  async changeEmail(
    @Arg('input', { description: 'Where to.' }) input: ChangeEmailInput,
    @Ctx() scope: Scope<UsersPorts>,
  ) {
    return changeEmail(scope, input);
  }

  @Mutation(() => ConfirmEmailChangeResult, { nullable: true, description: 'Confirms one end of a change of address.' })
  async confirmEmailChange(
    @Arg('input', { description: 'The token.' }) input: ConfirmEmailChangeInput,
    @Ctx() scope: Scope<UsersPorts>,
  ) {
    return confirmEmailChange(scope, input);
  }
}
