import { Kind, parse, type ConstDirectiveNode, type DocumentNode, type TypeNode } from 'graphql';
import { DEFAULT_PURPOSE, purposeOf, type Purpose } from '../purposes.ts';

/** The scalar under which a mutation takes a file. */
export const UPLOAD = 'Upload';

/** What a field of an input takes files for, and whose they become. */
export interface UploadField {
  readonly subgraph: string;
  readonly purpose: Purpose;
}

const TAG = /^upload-([a-z-]+)$/;

/**
 * Every field of an input object that takes files: `file: Upload! @tag(name: "upload-avatar")`. Throws on a purpose that nobody has
 * given limits, and on an input that several subgraphs share: a file has one owner.
 */
export function uploadFields(supergraphSdl: string): ReadonlyMap<string, UploadField> {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = subgraphNames(document);
  const fields = new Map<string, UploadField>();
  for (const type of document.definitions) {
    if (type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    for (const { name, type: fieldType, directives } of type.fields ?? []) {
      if (namedType(fieldType) !== UPLOAD) continue;
      const place = `${type.name.value}.${name.value}`;
      const owners = argumentsOf(type.directives, 'join__type', 'graph').map((graph) => names.get(graph)!);
      if (owners.length !== 1)
        throw new Error(`${place} takes files for ${owners.join(' and ')}: a file has one owner`);
      fields.set(place, { subgraph: owners[0]!, purpose: taggedPurpose(place, directives) });
    }
  }
  return fields;
}

function taggedPurpose(place: string, directives: readonly ConstDirectiveNode[] | undefined): Purpose {
  const [tagged = DEFAULT_PURPOSE] = argumentsOf(directives, 'tag', 'name').flatMap((tag) => TAG.exec(tag)?.[1] ?? []);
  const purpose = purposeOf(tagged);
  if (!purpose)
    throw new Error(`${place} takes files for "${tagged}", which has no limits in gateway/files/purposes.ts`);
  return purpose;
}

function subgraphNames(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>();
  for (const type of document.definitions)
    if (type.kind === Kind.ENUM_TYPE_DEFINITION && type.name.value === 'join__Graph')
      for (const { name, directives } of type.values ?? [])
        names.set(name.value, argumentsOf(directives, 'join__graph', 'name')[0] ?? name.value);
  return names;
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  directive: string,
  argument: string,
): string[] {
  return (directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap(({ arguments: given }) => given ?? [])
    .flatMap(({ name, value }) =>
      name.value === argument && (value.kind === Kind.STRING || value.kind === Kind.ENUM) ? [value.value] : [],
    );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
