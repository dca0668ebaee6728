import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { rotateSigningKeys } from '../actions/rotate-signing-keys.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { securityLog, verifySecurityLog } from '../reads/security-log.ts';
import {
  AuditEntry,
  AuditEntryConnection,
  AuditLogFilter,
  RotateSigningKeysInput,
  RotateSigningKeysResult,
  SecurityEvent,
  SecurityEventConnection,
  SecurityLogVerdict,
} from './security.type.ts';

type UsersScope = Scope<UsersPorts>;

@Resolver()
export class SecurityResolver {
  @Directive('@authenticated')
  @Query(() => SecurityEventConnection, {
    nullable: true,
    description: 'What was done to your account, the latest first.',
  })
  async securityLog(@Args() page: PageArgs, @Ctx() scope: UsersScope): Promise<Connection<SecurityEvent> | null> {
    const { userId } = scope.caller;
    if (!userId) return null;
    return readConnection(
      scope,
      { name: 'securityLog' },
      page,
      (request) => securityLog(scope, { userId }, request),
      ({ n, at, kind, ip, actorId }) => ({ id: String(n), at, kind, ip, byMe: actorId === userId }),
    );
  }

  @Directive('@requiresScopes(scopes: [["system.logs"]])')
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description: 'The security log of the platform, the latest first.',
  })
  async auditLog(
    @Args() page: PageArgs,
    @Arg('filter', () => AuditLogFilter, { nullable: true, description: 'Which lines; all when left out.' })
    filter: AuditLogFilter | null,
    @Ctx() scope: UsersScope,
  ): Promise<Connection<AuditEntry> | null> {
    const asked = {
      ...(filter?.userId && { userId: filter.userId }),
      ...(filter?.actorId && { actorId: filter.actorId }),
      ...(filter?.kind && { kind: filter.kind }),
    };
    return readConnection(
      scope,
      { name: 'auditLog', filter: asked },
      page,
      (request) => securityLog(scope, asked, request),
      ({ n, at, kind, ip, actorId, userId, sessionId, requestId, detail }) => ({
        id: String(n),
        at,
        kind,
        ip,
        actorId,
        userId,
        sessionId,
        requestId,
        detail: JSON.stringify(detail),
      }),
    );
  }

  @Directive('@requiresScopes(scopes: [["system.logs"]])')
  @Query(() => SecurityLogVerdict, {
    nullable: true,
    description: 'Walks the whole security log and says whether it is intact.',
  })
  async verifySecurityLog(@Ctx() scope: UsersScope): Promise<SecurityLogVerdict> {
    return verifySecurityLog(scope);
  }

  @Directive('@requiresScopes(scopes: [["system.settings"]])')
  @Mutation(() => RotateSigningKeysResult, { nullable: true, description: 'Makes the next signing key.' })
  async rotateSigningKeys(
    @Arg('input', { description: 'How urgent.' }) input: RotateSigningKeysInput,
    @Ctx() scope: UsersScope,
  ) {
    return rotateSigningKeys(scope, input);
  }
}
