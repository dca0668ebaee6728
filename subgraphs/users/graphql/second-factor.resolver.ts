import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { disableTotp, regenerateRecoveryCodes } from '../actions/disable-totp.ts';
import { removeSecondFactor } from '../actions/remove-second-factor.ts';
import { activateTotp, setupTotp } from '../actions/set-up-totp.ts';
import type { UsersPorts } from '../outside/ports.ts';
import {
  ActivateTotpInput,
  ActivateTotpResult,
  DisableTotpInput,
  DisableTotpResult,
  RegenerateRecoveryCodesResult,
  RemoveSecondFactorInput,
  RemoveSecondFactorResult,
  SetupTotpResult,
} from './second-factor.type.ts';

type UsersScope = Scope<UsersPorts>;

@Resolver()
export class SecondFactorResolver {
  @Directive('@authenticated')
  @Mutation(() => SetupTotpResult, { nullable: true, description: 'Makes a secret for an authenticator app.' })
  async setupTotp(@Ctx() scope: UsersScope) {
    return setupTotp(scope);
  }

  @Directive('@authenticated')
  @Mutation(() => ActivateTotpResult, {
    nullable: true,
    description: 'Turns the second factor on with its first code; your other sessions end.',
  })
  async activateTotp(@Arg('input', { description: 'The code.' }) input: ActivateTotpInput, @Ctx() scope: UsersScope) {
    return activateTotp(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => DisableTotpResult, {
    nullable: true,
    description: 'Removes the second factor; your other sessions end.',
  })
  async disableTotp(@Arg('input', { description: 'A code.' }) input: DisableTotpInput, @Ctx() scope: UsersScope) {
    return disableTotp(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => RegenerateRecoveryCodesResult, { nullable: true, description: 'Replaces all recovery codes.' })
  async regenerateRecoveryCodes(@Ctx() scope: UsersScope) {
    return regenerateRecoveryCodes(scope);
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => RemoveSecondFactorResult, {
    nullable: true,
    description:
      'Lets somebody back in who lost authenticator and recovery codes: by a new password through the mailbox.',
  })
  async removeSecondFactor(
    @Arg('input', { description: 'Whose, and why.' }) input: RemoveSecondFactorInput,
    @Ctx() scope: UsersScope,
  ) {
    return removeSecondFactor(scope, input);
  }
}
