import { Kind, parse, visit, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';

const PAGED = directiveOf(
  '@listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)',
);

/** Says of every field with pages how long its list may be, so that the door can charge for it before it is asked for. */
export function withListSizes(typeDefs: DocumentNode): DocumentNode {
  return visit(typeDefs, {
    FieldDefinition(node) {
      if (!isPaged(node) || node.directives?.some(({ name }) => name.value === 'listSize')) return undefined;
      return { ...node, directives: [...(node.directives ?? []), PAGED] };
    },
  });
}

function isPaged({ type, arguments: given = [] }: FieldDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  const returnsConnection = named.kind === Kind.NAMED_TYPE && named.name.value.endsWith('Connection');
  return returnsConnection && given.some(({ name }) => name.value === 'first');
}

function directiveOf(text: string): ConstDirectiveNode {
  const { definitions } = parse(`extend type Any ${text}`, { noLocation: true });
  const [extension] = definitions;
  if (extension?.kind !== Kind.OBJECT_TYPE_EXTENSION) throw new Error('the text is a directive');
  return extension.directives![0]!;
}
