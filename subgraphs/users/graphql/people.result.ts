import { isRefusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { Field, ObjectType } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { visibleUser } from '../reads/user.loader.ts';
import { User } from './user.type.ts';

/** The answer of every action that is about one person: the person, as he is after it. */
@ObjectType('ProfileUpdated', { description: 'The profile was edited.' })
export class ProfileUpdated {
  @Field(() => User, { nullable: true, description: 'Whose profile it is.' })
  user!: User | null;
}

@ObjectType('AvatarChanged', { description: "One's own picture was set or taken away." })
export class AvatarChanged {
  @Field(() => User, { nullable: true, description: 'Whose picture it is.' })
  user!: User | null;
}

@ObjectType('SkillsUpdated', { description: "One's own list of skills was edited." })
export class SkillsUpdated {
  @Field(() => User, { nullable: true, description: 'Whose skills they are.' })
  user!: User | null;
}

@ObjectType('SkillEndorsed', { description: 'The skill was endorsed.' })
export class SkillEndorsed {
  @Field(() => User, { nullable: true, description: 'Whose skill it is.' })
  user!: User | null;
}

@ObjectType('SkillVerified', { description: 'The skill was verified at its present level.' })
export class SkillVerified {
  @Field(() => User, { nullable: true, description: 'Whose skill it is.' })
  user!: User | null;
}

@ObjectType('PortfolioUpdated', { description: "One's own portfolio was edited." })
export class PortfolioUpdated {
  @Field(() => User, { nullable: true, description: 'Whose portfolio it is.' })
  user!: User | null;
}

@ObjectType('UserRolesChanged', { description: 'A role was given or taken; open sessions follow within 5 seconds.' })
export class UserRolesChanged {
  @Field(() => User, { nullable: true, description: 'Whose roles they are.' })
  user!: User | null;
}

@ObjectType('UserStatusChanged', { description: 'The user was suspended or reinstated.' })
export class UserStatusChanged {
  @Field(() => User, { nullable: true, description: 'Whom it is about.' })
  user!: User | null;
}

/** Reads the person that the action names, once it has succeeded. */
export async function aboutUser<R extends Refusal>(
  scope: Scope,
  outcome: { readonly userId: string } | R,
): Promise<{ user: User | null } | R> {
  if (isRefusal(outcome)) return outcome as R;
  return { user: await visibleUser(scope, (outcome as { userId: string }).userId) };
}
