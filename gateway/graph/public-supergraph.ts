import {
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type SchemaDefinitionNode,
} from 'graphql';

/** The features whose enforcement is ours and that ApolloGateway refuses to load. */
const AUTH_FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;
const SPEC = new RegExp(`^https://specs\\.apollo\\.dev/(${AUTH_FEATURES.join('|')})/v\\d+\\.\\d+$`);
const LINK_SPEC = /^https:\/\/specs\.apollo\.dev\/(link|core)\/v\d+\.\d+$/;

/**
 * A copy of a supergraph without its auth directives: their `@link`, definitions, applications and scalars. ApolloGateway is given
 * this copy and nothing else is: planner, access and guard read the full text.
 */
export function withoutAuthDirectives(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  const names = linkedNames(document);
  if (names.features.size === 0) return sdl;
  const stripped = visit(document, {
    Directive(node) {
      return names.directives.has(node.name.value) || isAuthLink(node) ? null : undefined;
    },
    DirectiveDefinition(node) {
      return names.directives.has(node.name.value) ? null : undefined;
    },
    ScalarTypeDefinition(node) {
      return names.scalars.has(node.name.value) ? null : undefined;
    },
  });
  return print(stripped);
}

interface LinkedNames {
  readonly features: ReadonlySet<string>;
  readonly directives: ReadonlySet<string>;
  readonly scalars: ReadonlySet<string>;
}

/** A supergraph may rename a linked feature (`as:`) or import its elements under other names: both are followed. */
function linkedNames(document: DocumentNode): LinkedNames {
  const features = new Set<string>();
  const directives = new Set<string>();
  const scalars = new Set<string>();
  for (const link of schemaDirectives(document).filter(isAuthLink)) {
    const feature = SPEC.exec(stringArgument(link, 'url') ?? '')![1]!;
    const local = stringArgument(link, 'as') ?? feature;
    features.add(feature);
    directives.add(local);
    for (const scalar of ['Scope', 'Policy']) scalars.add(`${local}__${scalar}`);
    for (const [name, as] of imports(link)) (name.startsWith('@') ? directives : scalars).add(as.replace(/^@/, ''));
  }
  return { features, directives, scalars };
}

function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  const schemas = document.definitions.filter(
    (definition: DefinitionNode): definition is SchemaDefinitionNode =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === (Kind.SCHEMA_EXTENSION as string),
  );
  return schemas.flatMap((schema) => schema.directives ?? []);
}

function isAuthLink(directive: DirectiveNode): boolean {
  const url = stringArgument(directive, 'url');
  return url !== undefined && !LINK_SPEC.test(url) && SPEC.test(url);
}

function stringArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** `import: ["@policy", { name: "Policy", as: "Rule" }]` as [name, local name]. */
function imports(link: ConstDirectiveNode): [string, string][] {
  const list = link.arguments?.find((argument) => argument.name.value === 'import')?.value;
  if (list?.kind !== Kind.LIST) return [];
  return list.values.flatMap((item): [string, string][] => {
    if (item.kind === Kind.STRING) return [[item.value, item.value]];
    if (item.kind !== Kind.OBJECT) return [];
    const field = (name: string) => {
      const value = item.fields.find((entry) => entry.name.value === name)?.value;
      return value?.kind === Kind.STRING ? value.value : undefined;
    };
    const name = field('name');
    return name === undefined ? [] : [[name, field('as') ?? name]];
  });
}
