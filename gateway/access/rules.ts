import type { Caller } from '#chassis/identity/caller';
import { and, deny, or, rule } from '#chassis/graphql/shield';
import type { Demand } from './access-directives.ts';

/** Decides one `@policy` by its name, from the caller and the field's arguments only. */
export type Policy = (caller: Caller, args: Readonly<Record<string, unknown>>) => boolean | Promise<boolean>;
export type Policies = Readonly<Record<string, Policy>>;

/** A graphql-shield rule, evaluated by the door itself: there is no resolver to wrap here. */
export interface DoorRule {
  resolve(parent: unknown, args: unknown, context: unknown, info: unknown, options: unknown): Promise<unknown>;
}

interface Asked {
  readonly caller: Caller;
}

const signedIn = rule('signedIn', { cache: 'contextual' })(
  (_parent, _args, { caller }: Asked) => caller.kind === 'user',
);

export function ruleOf(demand: Demand, policies: Policies): DoorRule {
  const parts: Parameters<typeof and> = [];
  if (demand.authenticated) parts.push(signedIn);
  if (demand.scopes) parts.push(signedIn, oneOf(demand.scopes, holds));
  if (demand.policies) parts.push(oneOf(demand.policies, (name) => abides(name, policies)));
  return and(...parts);
}

type Part = Parameters<typeof and>[number];

function oneOf(sets: readonly (readonly string[])[], ruleFor: (word: string) => Part): Part {
  if (sets.length === 0) return deny;
  return or(...sets.map((set) => and(...set.map(ruleFor))));
}

function holds(permission: string): Part {
  return rule(`holds ${permission}`, { cache: 'contextual' })((_parent, _args, { caller }: Asked) =>
    caller.permissions.includes(permission),
  );
}

/** A policy that nobody wrote denies. */
function abides(name: string, policies: Policies): Part {
  const policy = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (!policy) return deny;
  return rule(`abides ${name}`, { cache: 'no_cache' })(
    async (_parent, args, { caller }: Asked) => (await policy(caller, args as Record<string, unknown>)) === true,
  );
}

const OPTIONS = { debug: false, allowExternalErrors: false, fallbackError: null, hashFunction: () => '' };

/** True only when the rule says exactly true. Without `_shield` shield would silently answer false. */
export async function allows(
  rule_: DoorRule,
  caller: Caller,
  args: Record<string, unknown>,
  cache: object,
): Promise<boolean> {
  try {
    return (await rule_.resolve(null, args, { caller, _shield: { cache } }, {}, OPTIONS)) === true;
  } catch {
    return false;
  }
}
