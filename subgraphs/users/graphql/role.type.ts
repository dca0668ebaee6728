import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ROLES } from '../domain/role.ts';
import type { RoleName } from '../domain/role.ts';

/** Built from the ladder, so that the graph cannot know other roles than the domain. */
export const RoleNames = Object.fromEntries(ROLES.map((role) => [role.name, role.name])) as {
  [Name in RoleName]: Name;
};

registerEnumType(RoleNames, {
  name: 'RoleName',
  description: 'The system roles, weakest first.',
  valuesConfig: Object.fromEntries(ROLES.map((role) => [role.name, { description: role.description }])),
});

@ObjectType('Role', { description: 'A system role and what it is granted.' })
export class Role {
  @Field(() => RoleNames, { description: 'Its name.' })
  name!: RoleName;

  @Field(() => Int, { description: 'Where it stands in the ladder, 5 to 100.' })
  level!: number;

  @Field({ description: 'What it is for.' })
  description!: string;

  @Field(() => [String], { description: 'Its permissions, in the order of names.' })
  permissions!: string[];
}

@ObjectType('RoleHolding', { description: 'A role that somebody holds now.' })
export class RoleHolding {
  @Field(() => RoleNames, { description: 'The role.' })
  role!: RoleName;

  @Field(() => Date, { description: 'Since when.' })
  assignedAt!: Date;

  /** Not in the graph: who gave it; `assignedBy` shows him to those who may see him. */
  assignedById!: string | null;

  @Field({ description: 'Why.' })
  reason!: string;

  @Field(() => Date, { nullable: true, description: 'Until when; null: without an end.' })
  expiresAt!: Date | null;
}

@ObjectType('RoleCount', { description: 'How many people hold a role.' })
export class RoleCount {
  @Field(() => RoleNames, { description: 'The role.' })
  role!: RoleName;

  @Field(() => Int, { description: 'How many hold it now.' })
  holders!: number;

  @Field(() => Int, { description: 'How many permissions it is granted.' })
  permissions!: number;

  @Field(() => Int, { description: 'How many holdings end within 7 days.' })
  expiringSoon!: number;
}

@ObjectType('RoleChanged', { description: 'The grants of a role changed; open sessions follow within 5 seconds.' })
export class RoleChanged {
  @Field(() => Role, { nullable: true, description: 'The role as it is now.' })
  role!: Role | null;
}
