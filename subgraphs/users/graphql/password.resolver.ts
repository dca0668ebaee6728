import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { changePassword } from '../actions/change-password.ts';
import { forcePasswordReset } from '../actions/force-password-reset.ts';
import { requestPasswordReset } from '../actions/resend-verification.ts';
import { resetPassword } from '../actions/reset-password.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { isResetLinkGood } from '../reads/reset-link.ts';
import {
  ChangePasswordInput,
  ChangePasswordResult,
  ForcePasswordResetInput,
  ForcePasswordResetResult,
  RequestPasswordResetInput,
  RequestPasswordResetResult,
  ResetPasswordInput,
  ResetPasswordResult,
} from './password.type.ts';

type UsersScope = Scope<UsersPorts>;

@Resolver()
export class PasswordResolver {
  @Query(() => Boolean, {
    nullable: true,
    description: 'Whether a mailed reset token would be accepted; it stays unused.',
  })
  async isResetTokenValid(
    @Arg('token', { description: 'The token of the mailed link.' }) token: string,
    @Ctx() scope: UsersScope,
  ): Promise<boolean> {
    return isResetLinkGood(scope, token);
  }

  @Mutation(() => RequestPasswordResetResult, {
    nullable: true,
    description: 'Mails a reset link if the address has an account; the answer never tells.',
  })
  async requestPasswordReset(
    @Arg('input', { description: 'Whose.' }) input: RequestPasswordResetInput,
    @Ctx() scope: UsersScope,
  ) {
    return requestPasswordReset(scope, input);
  }

  @Mutation(() => ResetPasswordResult, {
    nullable: true,
    description: 'Sets a new password and ends every session. It signs nobody in; a second factor stays.',
  })
  async resetPassword(
    @Arg('input', { description: 'The change.' }) input: ResetPasswordInput,
    @Ctx() scope: UsersScope,
  ) {
    return resetPassword(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => ChangePasswordResult, {
    nullable: true,
    description: 'Changes your password; your other sessions end.',
  })
  async changePassword(
    @Arg('input', { description: 'The change.' }) input: ChangePasswordInput,
    @Ctx() scope: UsersScope,
  ) {
    return changePassword(scope, input);
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => ForcePasswordResetResult, {
    nullable: true,
    description: 'Makes a user choose a new password by mail. Nobody but the owner sets or sees one.',
  })
  async forcePasswordReset(
    @Arg('input', { description: 'Whose, and why.' }) input: ForcePasswordResetInput,
    @Ctx() scope: UsersScope,
  ) {
    return forcePasswordReset(scope, input);
  }
}
