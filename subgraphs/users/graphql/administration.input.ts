import { MaxLength, MinLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import type { RoleName } from '../domain/role.ts';
import { RoleNames } from './role.type.ts';

/** Everything that is done to others is done for a reason, which stands in the security log. */
@InputType()
abstract class Reasoned {
  @MinLength(1)
  @MaxLength(500)
  @Field({ description: 'Why: 1 to 500 characters, kept in the security log.' })
  reason!: string;
}

@InputType('AssignRoleInput', { description: 'Whom to give which role.' })
export class AssignRoleInput extends Reasoned {
  @Field(() => ID, { description: 'The person; not oneself.' })
  userId!: string;

  @Field(() => RoleNames, { description: "The role; below one's own level unless one is SUPER_ADMIN." })
  role!: RoleName;

  @Field(() => Date, { nullable: true, description: 'Until when, in business time; null: without an end.' })
  expiresAt?: Date | null;
}

@InputType('RevokeRoleInput', { description: 'Whom to take which role from.' })
export class RevokeRoleInput extends Reasoned {
  @Field(() => ID, { description: 'The person.' })
  userId!: string;

  @Field(() => RoleNames, { description: 'The role.' })
  role!: RoleName;
}

@InputType()
abstract class GrantChange extends Reasoned {
  @Field(() => RoleNames, { description: 'The role.' })
  role!: RoleName;

  @Field({ description: 'A permission of the catalogue, `resource.action`.' })
  permission!: string;
}

@InputType('GrantPermissionInput', { description: 'What a role is to be able to do from now on.' })
export class GrantPermissionInput extends GrantChange {}

@InputType('RevokePermissionInput', { description: 'What a role is not to be able to do any more.' })
export class RevokePermissionInput extends GrantChange {}

@InputType('SuspendUserInput', { description: 'Whom to suspend.' })
export class SuspendUserInput extends Reasoned {
  @Field(() => ID, { description: "The person; not oneself, and below one's own level." })
  userId!: string;
}

@InputType('ReinstateUserInput', { description: 'Whom to make active again.' })
export class ReinstateUserInput extends Reasoned {
  @Field(() => ID, { description: "The person; not oneself, and below one's own level." })
  userId!: string;
}
