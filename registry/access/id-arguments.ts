import {
  buildASTSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  parse,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/**
 * Every place where a client names a thing by its id: `Query.user(id)`, `Mutation.endSession(input.sessionId)`. Each is a way to ask for
 * somebody else's thing, so each must say in schema/access/ids.yaml what then happens.
 */
export function idArguments(supergraph: string): string[] {
  return idArgumentsOf(buildASTSchema(parse(supergraph), { assumeValid: true, assumeValidSDL: true }));
}

function idArgumentsOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args
          .flatMap((arg) => pathsToIds(arg.name, arg.type, new Set()))
          .map((path) => `${type.name}.${field.name}(${path})`),
      ),
    )
    .sort();
}

function pathsToIds(path: string, type: GraphQLInputType, above: ReadonlySet<string>): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID' || (named.name === 'String' && /(^id|Ids?)$/.test(path))) return [path];
  if (!isInputObjectType(named) || above.has(named.name)) return [];
  const seen = new Set([...above, named.name]);
  return Object.values(named.getFields()).flatMap((field) => pathsToIds(`${path}.${field.name}`, field.type, seen));
}
