import { Kind, type ConstDirectiveNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema } from 'graphql';

/** What one `@cacheControl` says; seconds, as the directive has them. */
export interface CacheHint {
  readonly maxAge?: number;
  readonly isPrivate: boolean;
  readonly inherits: boolean;
}

const SAYS_NOTHING: CacheHint = { isPrivate: false, inherits: false };
/** Who asks decides about what these stand on: an answer with it is nobody else's. */
const ACCESS = new Set(['authenticated', 'requiresScopes', 'policy']);

/** The hint of a field or a type of the supergraph. */
export function hintOf(element: GraphQLField<unknown, unknown> | GraphQLNamedType): CacheHint {
  const directives: readonly ConstDirectiveNode[] = element.astNode?.directives ?? [];
  const isGuarded = directives.some(({ name }) => ACCESS.has(name.value));
  const hint = directives.find(({ name }) => name.value === 'cacheControl');
  if (!hint) return isGuarded ? { ...SAYS_NOTHING, isPrivate: true } : SAYS_NOTHING;
  const value = (name: string) => hint.arguments?.find((argument) => argument.name.value === name)?.value;
  const [maxAge, scope, inherit] = [value('maxAge'), value('scope'), value('inheritMaxAge')];
  return {
    ...(maxAge?.kind === Kind.INT && { maxAge: Number(maxAge.value) }),
    isPrivate: isGuarded || (scope?.kind === Kind.ENUM && scope.value === 'PRIVATE'),
    inherits: inherit?.kind === Kind.BOOLEAN && inherit.value,
  };
}

/** Whether anything of this supergraph may be kept at all. */
export function hasHints(schema: GraphQLSchema): boolean {
  return schema.getDirective('cacheControl') !== undefined && schema.getDirective('cacheControl') !== null;
}
