import { DoorResolver } from './door.resolver.ts';
import { EmailChangeResolver } from './email-change.resolver.ts';
import { PasswordResolver } from './password.resolver.ts';
import { SecondFactorResolver } from './second-factor.resolver.ts';
import { SecurityResolver } from './security.resolver.ts';
import { SessionResolver } from './session.resolver.ts';
import { SignInResolver } from './sign-in.resolver.ts';
import { UserResolver } from './user.resolver.ts';

/** The resolvers of the authentication half. */
export const identityResolvers = [
  UserResolver,
  SignInResolver,
  SessionResolver,
  PasswordResolver,
  EmailChangeResolver,
  SecondFactorResolver,
  SecurityResolver,
  DoorResolver,
];
