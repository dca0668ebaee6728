import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { Forbidden, NotFound, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { changeGrant } from '../actions/change-grant.ts';
import { assignRole, revokeRole } from '../actions/change-role.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { allPermissions, allRoles, rbacStats, roleHoldingsLoader } from '../reads/grants.ts';
import { visibleUser } from '../reads/user.loader.ts';
import { LastSuperAdmin, PermissionUnknown, RoleAlreadyHeld, RoleExpiryPassed, RoleNotHeld } from './people.refusal.ts';
import { aboutUser, UserRolesChanged } from './people.result.ts';
import {
  AssignRoleInput,
  GrantPermissionInput,
  RevokePermissionInput,
  RevokeRoleInput,
} from './administration.input.ts';
import { Role, RoleChanged, RoleCount, RoleHolding } from './role.type.ts';
import { User } from './user.type.ts';

const AssignRoleResult = resultUnion('AssignRoleResult', [
  UserRolesChanged,
  NotFound,
  Forbidden,
  StepUpRequired,
  RoleExpiryPassed,
  RoleAlreadyHeld,
]);
const RevokeRoleResult = resultUnion('RevokeRoleResult', [
  UserRolesChanged,
  NotFound,
  Forbidden,
  StepUpRequired,
  LastSuperAdmin,
  RoleNotHeld,
]);
const GrantPermissionResult = resultUnion('GrantPermissionResult', [
  RoleChanged,
  Forbidden,
  StepUpRequired,
  PermissionUnknown,
]);
const RevokePermissionResult = resultUnion('RevokePermissionResult', [
  RoleChanged,
  Forbidden,
  StepUpRequired,
  PermissionUnknown,
]);

@Resolver(() => User)
export class UserRolesResolver {
  @Directive('@authenticated')
  @FieldResolver(() => [RoleHolding], {
    nullable: true,
    description: 'The roles that the person holds now, weakest first. For oneself and administrators.',
  })
  async roles(@Root() user: User, @Ctx() scope: Scope): Promise<RoleHolding[]> {
    return (await scope.loader(roleHoldingsLoader).load(user.id)) as unknown as RoleHolding[];
  }
}

@Resolver(() => RoleHolding)
export class RoleHoldingResolver {
  @Directive('@authenticated')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who gave it; null for the platform itself or when one may not see him.',
  })
  async assignedBy(@Root() holding: RoleHolding, @Ctx() scope: Scope): Promise<User | null> {
    return holding.assignedById === null ? null : visibleUser(scope, holding.assignedById);
  }
}

@Resolver()
export class RoleResolver {
  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 300)')
  @Query(() => [Role], { nullable: true, description: 'Every system role with its permissions, weakest first.' })
  async roles(@Ctx() scope: Scope): Promise<Role[]> {
    return (await allRoles(scope)) as Role[];
  }

  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 300)')
  @Query(() => [String], { nullable: true, description: 'Every permission of the catalogue.' })
  async permissions(@Ctx() scope: Scope): Promise<string[]> {
    return allPermissions(scope);
  }

  @Directive('@authenticated')
  @Query(() => [String], { nullable: true, description: 'What the asker may do, as his token says it.' })
  myPermissions(@Ctx() scope: Scope): string[] {
    return [...scope.caller.permissions].sort();
  }

  @Directive('@authenticated')
  @Query(() => Boolean, {
    nullable: true,
    description: 'Whether the asker holds the permission `resource.action`, as his token says it.',
  })
  can(
    @Arg('resource', { description: 'Such as venture.' }) resource: string,
    @Arg('action', { description: 'Such as create.' }) action: string,
    @Ctx() scope: Scope,
  ): boolean {
    return scope.caller.permissions.includes(`${resource}.${action}`);
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Query(() => [RoleCount], { nullable: true, description: 'How many people hold which role, weakest first.' })
  async rbacStats(@Ctx() scope: Scope): Promise<RoleCount[]> {
    return (await rbacStats(scope)) as RoleCount[];
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => AssignRoleResult, {
    nullable: true,
    description: 'Gives somebody else a role. Needs a fresh authentication.',
  })
  async assignRole(
    @Arg('input', { description: 'Whom, which, why.' }) input: AssignRoleInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<UserRolesChanged | Refusal> {
    return aboutUser(scope, await assignRole(scope, { ...input, expiresAt: input.expiresAt ?? null }));
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => RevokeRoleResult, { nullable: true, description: 'Takes a role away. Needs a fresh authentication.' })
  async revokeRole(
    @Arg('input', { description: 'Whom, which, why.' }) input: RevokeRoleInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<UserRolesChanged | Refusal> {
    return aboutUser(scope, await revokeRole(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["system.admin"]])')
  @Mutation(() => GrantPermissionResult, {
    nullable: true,
    description: 'Grants a permission to a role. Needs a fresh authentication.',
  })
  async grantPermission(
    @Arg('input', { description: 'Which role, what, why.' }) input: GrantPermissionInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<RoleChanged | Refusal> {
    return present(scope, await changeGrant(scope, { ...input, granted: true }));
  }

  @Directive('@requiresScopes(scopes: [["system.admin"]])')
  @Mutation(() => RevokePermissionResult, {
    nullable: true,
    description: 'Withdraws a permission from a role. Needs a fresh authentication.',
  })
  async revokePermission(
    @Arg('input', { description: 'Which role, what, why.' }) input: RevokePermissionInput,
    @Ctx() scope: Scope<UsersPorts>,
  ): Promise<RoleChanged | Refusal> {
    return present(scope, await changeGrant(scope, { ...input, granted: false }));
  }
}

async function present(scope: Scope, outcome: { role: string } | Refusal): Promise<RoleChanged | Refusal> {
  if (isRefusal(outcome)) return outcome;
  const roles = (await allRoles(scope)) as Role[];
  return { role: roles.find((role) => role.name === outcome.role) ?? null };
}
