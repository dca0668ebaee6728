import {
  buildSchema,
  GraphQLError,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
} from 'graphql';
import type { Finding } from './lint/finding.ts';

export interface OperationFile {
  readonly path: string;
  readonly text: string;
}

/** Registered operations are valid against the API, use nothing deprecated, and have one name each in the whole product. */
export function invalidOperations(api: string, files: readonly OperationFile[]): Finding[] {
  const schema = buildSchema(api);
  const seen = new Map<string, string>();
  return files.flatMap(({ path, text }) => {
    const say = (message: string): Finding => ({ check: 'operation', where: path, message });
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (fault) {
      return [say(fault instanceof GraphQLError ? fault.message : String(fault))];
    }
    const found = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]).map(({ message }) =>
      say(message),
    );
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const name = definition.name?.value;
      if (!name) found.push(say('every registered operation has a name'));
      else if (seen.has(name)) found.push(say(`the operation ${name} is also in ${seen.get(name)}`));
      else seen.set(name, path);
    }
    return found;
  });
}
