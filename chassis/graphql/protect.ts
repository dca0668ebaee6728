import { GraphQLError, isObjectType, type GraphQLSchema } from 'graphql';
import type { Scope } from '#chassis/mount/scope';
import type { AccessRule, AccessTable } from './access.ts';
import { applyMiddleware, rule, shield } from './shield.ts';

/** Federation's own fields: closed to anyone without a seal at the door of the subgraph, so they need no rule here. */
const MACHINERY = new Set(['Query._entities', 'Query._service', '_Service.sdl']);

type Wrapped = Record<string, Record<string, unknown>>;
type ShieldMiddleware = (resolve: unknown, parent: unknown, args: unknown, scope: unknown, info: unknown) => unknown;

/**
 * Puts graphql-shield around every field whose rule is not `open`, and around nothing else: an unprotected field costs nothing.
 * A field without a rule, or a rule without a field, is a fault at mounting. `subscribe` is protected as `resolve` is.
 */
export function protect<Ports>(schema: GraphQLSchema, table: AccessTable<Ports>): GraphQLSchema {
  complain(schema, table);
  const tree: Record<string, Record<string, ReturnType<ReturnType<typeof rule>>>> = {};
  for (const [type, fields] of Object.entries(table)) {
    for (const [field, access] of Object.entries(fields)) {
      if (access !== 'open') (tree[type] ??= {})[field] = shieldRule(`${type}.${field}`, access as AccessRule);
    }
  }
  if (Object.keys(tree).length === 0) return schema;
  const all = shield(tree, { allowExternalErrors: true }).generate(schema) as unknown as Wrapped;
  const selected: Wrapped = {};
  for (const [type, fields] of Object.entries(tree)) {
    selected[type] = Object.fromEntries(Object.keys(fields).map((field) => [field, all[type]![field]]));
  }
  const guarded = applyMiddleware(schema, selected as never) as GraphQLSchema;
  guardSubscribe(guarded, selected);
  return guarded;
}

function complain<Ports>(schema: GraphQLSchema, table: AccessTable<Ports>): void {
  const faults: string[] = [];
  const known = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.keys(type.getFields())) {
      const name = `${type.name}.${field}`;
      known.add(name);
      if (!MACHINERY.has(name) && table[type.name]?.[field] === undefined) faults.push(`${name} has no access rule`);
    }
  }
  for (const [type, fields] of Object.entries(table)) {
    for (const field of Object.keys(fields)) {
      if (!known.has(`${type}.${field}`)) faults.push(`the access table names ${type}.${field}, which does not exist`);
    }
  }
  if (faults.length > 0) throw new Error(`Access is not decided for every field:\n  ${faults.join('\n  ')}`);
}

function shieldRule(name: string, access: AccessRule) {
  return rule(name, { cache: 'no_cache' })(async (parent, args, scope) => {
    return (
      (await permits(access, parent, args as Record<string, unknown>, scope as Scope)) || denial(access, scope as Scope)
    );
  });
}

/** Evaluates one rule. Exported for the schema walk, which proves that each rule decides something. */
export async function permits(
  access: AccessRule,
  parent: unknown,
  args: Record<string, unknown>,
  scope: Scope,
): Promise<boolean> {
  const { caller } = scope;
  if (access === 'open') return true;
  if (access === 'gateway') return caller.kind === 'gateway';
  if (access === 'signedIn') return ['user', 'system', 'everyone'].includes(caller.kind);
  if ('permission' in access) return caller.permissions.includes(access.permission);
  return access.allows(parent as never, args, scope);
}

function denial(access: AccessRule, scope: Scope): GraphQLError {
  const anonymous = scope.caller.kind === 'anonymous';
  const why =
    typeof access === 'object' ? ('why' in access ? access.why : `needs the permission ${access.permission}`) : '';
  return new GraphQLError(anonymous ? 'Sign in first.' : `You may not see this${why ? `: ${why}` : ''}.`, {
    extensions: { code: anonymous ? 'UNAUTHENTICATED' : 'FORBIDDEN' },
  });
}

/** shield wraps `resolve` only: the same middleware is put before `subscribe`, so that a stream is refused before it starts. */
function guardSubscribe(schema: GraphQLSchema, selected: Wrapped): void {
  const subscription = schema.getSubscriptionType();
  if (!subscription) return;
  for (const field of Object.values(subscription.getFields())) {
    const wrapped = selected[subscription.name]?.[field.name] as
      ShieldMiddleware | { resolve: ShieldMiddleware } | undefined;
    const original = field.subscribe;
    if (!wrapped || !original) continue;
    const middleware = typeof wrapped === 'function' ? wrapped : wrapped.resolve;
    field.subscribe = async (parent, args, scope, info) => {
      const answer = await middleware(() => original(parent, args, scope, info), parent, args, scope, info);
      if (answer instanceof Error) throw answer;
      return answer;
    };
  }
}
