import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { Kind, valueFromASTUntyped } from 'graphql';

/** What the directives of one type or field demand. Inner lists are "all of", outer lists "one of". */
export interface Demand {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[] | undefined;
  readonly policies: readonly (readonly string[])[] | undefined;
}

const SPECS = { authenticated: 'authenticated', requiresScopes: 'scopes', policy: 'policies' } as const;
type Spec = keyof typeof SPECS;

/** The local names of the three access directives in a supergraph: each has a `@link` of its own and may have been renamed there. */
export type DirectiveNames = ReadonlyMap<string, Spec>;

/**
 * Throws on a security feature that this door does not know: enforcing nothing would be the worst answer.
 */
export function directiveNames(supergraph: DocumentNode): DirectiveNames {
  const names = new Map<string, Spec>(Object.keys(SPECS).map((spec) => [spec, spec as Spec]));
  for (const link of schemaDirectives(supergraph)) {
    const { url, as, for: purpose } = argumentsOf(link) as { url?: string; as?: string; for?: string };
    const spec = /\/([A-Za-z]+)\/v\d+\.\d+$/.exec(url ?? '')?.[1];
    if (spec && Object.hasOwn(SPECS, spec)) names.set(as ?? spec, spec as Spec);
    else if (purpose === 'SECURITY' && spec !== 'inaccessible')
      throw new Error(`The supergraph asks for a security feature that the door does not enforce: ${url}`);
  }
  return names;
}

export function demandOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  names: DirectiveNames,
): Demand | undefined {
  let demand: Demand | undefined;
  for (const directive of directives ?? []) {
    const spec = names.get(directive.name.value);
    if (!spec) continue;
    demand ??= { authenticated: false, scopes: undefined, policies: undefined };
    if (spec === 'authenticated') demand = { ...demand, authenticated: true };
    else demand = { ...demand, [SPECS[spec]]: setsOf(argumentsOf(directive)[SPECS[spec]]) };
  }
  return demand;
}

function schemaDirectives(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'link' || name.value === 'core')
      : [],
  );
}

function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

/** `[["a", "b"], ["c"]]`; anything else becomes "nobody". */
function setsOf(value: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (set): set is string[] => Array.isArray(set) && set.length > 0 && set.every((word) => typeof word === 'string'),
  );
}
