import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { completeMfaSignIn } from '../actions/complete-mfa-sign-in.ts';
import { refreshSession } from '../actions/refresh-session.ts';
import { registerUser } from '../actions/register-user.ts';
import { resendVerification } from '../actions/resend-verification.ts';
import { signIn } from '../actions/sign-in.ts';
import { verifyEmail } from '../actions/verify-email.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userLoader } from '../reads/user.loader.ts';
import { CompleteMfaSignInInput, RegisterUserInput, ResendVerificationInput, SignInInput, VerifyEmailInput } from './sign-in.input.ts'; // prettier-ignore
import {
  CompleteMfaSignInResult,
  RefreshSessionResult,
  RegisterUserResult,
  ResendVerificationResult,
  SignedIn,
  SignInResult,
  VerifyEmailResult,
} from './sign-in.type.ts';
import { User } from './user.type.ts';

type UsersScope = Scope<UsersPorts>;

@Resolver(() => SignedIn)
export class SignInResolver {
  @Mutation(() => RegisterUserResult, {
    nullable: true,
    description:
      'Makes an account and mails a confirmation. The answer never tells whether the address has one already.',
  })
  async registerUser(@Arg('input', { description: 'Who.' }) input: RegisterUserInput, @Ctx() scope: UsersScope) {
    return registerUser(scope, input);
  }

  @Mutation(() => VerifyEmailResult, { nullable: true, description: 'Confirms an address with the mailed token.' })
  async verifyEmail(@Arg('input', { description: 'The token.' }) input: VerifyEmailInput, @Ctx() scope: UsersScope) {
    return verifyEmail(scope, input);
  }

  @Mutation(() => ResendVerificationResult, { nullable: true, description: 'Mails the confirmation again.' })
  async resendVerification(
    @Arg('input', { description: 'Whose.' }) input: ResendVerificationInput,
    @Ctx() scope: UsersScope,
  ) {
    return resendVerification(scope, input);
  }

  @Mutation(() => SignInResult, { nullable: true, description: 'Begins a session, or asks for the second factor.' })
  async signIn(@Arg('input', { description: 'Credentials.' }) input: SignInInput, @Ctx() scope: UsersScope) {
    return signIn(scope, input);
  }

  @Mutation(() => CompleteMfaSignInResult, { nullable: true, description: 'Answers the challenge of a sign-in.' })
  async completeMfaSignIn(
    @Arg('input', { description: 'The answer.' }) input: CompleteMfaSignInInput,
    @Ctx() scope: UsersScope,
  ) {
    return completeMfaSignIn(scope, input);
  }

  @Directive('@inaccessible')
  @Mutation(() => RefreshSessionResult, {
    nullable: true,
    description: 'Spends a refresh token for a new pair. For the door only (POST /auth/refresh).',
  })
  async refreshSession(
    @Arg('refreshToken', { description: 'The token of the cookie.' }) refreshToken: string,
    @Ctx() scope: UsersScope,
  ) {
    return refreshSession(scope, { refreshToken });
  }

  @FieldResolver(() => User, { nullable: true })
  async user(@Root() signedIn: SignedIn & { userId: string }, @Ctx() scope: UsersScope): Promise<User | null> {
    return scope.loader(userLoader).load(signedIn.userId); // the caller was anonymous when he asked: the policy is met by signing in
  }
}
