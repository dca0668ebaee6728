import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { slotOf } from './slot.ts';
import { UPLOAD, type UploadField } from './upload-fields.ts';

/** One file that an operation is given. */
export interface FoundUpload extends UploadField {
  /** A reference, or a placeholder of this request. */
  readonly value: unknown;
  put(value: unknown): void;
}

export interface FoundUploads {
  /** A copy in which the files can be put. */
  readonly variables: Record<string, unknown>;
  readonly found: readonly FoundUpload[];
  /** A file in a place whose purpose and owner nobody has said. */
  readonly homeless: boolean;
}

/** Where a variable is used: the type that is expected there, and the input field that it stands in. */
interface Use {
  readonly variable: string;
  readonly type: GraphQLInputType;
  readonly field: UploadField | undefined;
}

/** Finds the files among the variables of an operation, by the types of the schema and never by the look of a value. */
export class UploadFinder {
  private readonly uses = new WeakMap<OperationDefinitionNode, readonly Use[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fields: ReadonlyMap<string, UploadField>,
  ) {}

  find(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { variables, files = 0 }: { variables: Readonly<Record<string, unknown>>; files?: number },
  ): FoundUploads | undefined {
    const uses = this.fields.size === 0 ? [] : this.usesIn(document, operation);
    if (uses.length === 0 && files === 0) return undefined;
    const copy = copied(variables) as Record<string, unknown>;
    const found: FoundUpload[] = [];
    let homeless = false;
    const walk = (
      holder: Record<string, unknown>,
      key: string,
      type: GraphQLInputType,
      field: UploadField | undefined,
    ): void => {
      const value = holder[key];
      if (value === undefined || value === null) return;
      const bare = isNonNullType(type) ? type.ofType : type;
      if (isListType(bare)) {
        if (!Array.isArray(value)) return walk(holder, key, bare.ofType, field); // one value stands for a list of one
        for (const index of value.keys()) walk(value as never, String(index), bare.ofType, field);
      } else if (isInputObjectType(bare)) {
        for (const one of Object.values(bare.getFields()))
          walk(value as Record<string, unknown>, one.name, one.type, this.fields.get(`${bare.name}.${one.name}`));
      } else if (bare.name === UPLOAD) {
        if (field) found.push({ ...field, value, put: (next) => void (holder[key] = next) });
        else homeless = true;
      }
    };
    for (const { variable, type, field } of uses) if (Object.hasOwn(copy, variable)) walk(copy, variable, type, field);
    const placed = found.filter(({ value }) => slotOf(value)).length;
    return { variables: copy, found, homeless: homeless || placed !== files };
  }

  /** Variables that may hold a file, once per place in which they are used. */
  private usesIn(document: DocumentNode, operation: OperationDefinitionNode): readonly Use[] {
    const known = this.uses.get(operation);
    if (known) return known;
    const uses: Use[] = [];
    const types = new TypeInfo(this.schema);
    const visitor = visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Variable: ({ name }, _key, parent) => {
        const type = types.getInputType();
        if (!type || !this.mayHold(type)) return;
        const holder = types.getParentInputType();
        const inField = isNode(parent) && parent.kind === Kind.OBJECT_FIELD && holder ? parent.name.value : undefined;
        const field = inField && this.fields.get(`${getNamedType(holder!).name}.${inField}`);
        uses.push({ variable: name.value, type, field: field || undefined });
      },
    });
    visit(operation, visitor);
    for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) visit(one, visitor);
    this.uses.set(operation, uses);
    return uses;
  }

  private mayHold(type: GraphQLInputType, seen = new Set<string>()): boolean {
    const named = getNamedType(type);
    if (named.name === UPLOAD) return true;
    if (!isInputObjectType(named) || seen.has(named.name)) return false;
    seen.add(named.name);
    return Object.values(named.getFields()).some((field) => this.mayHold(field.type, seen));
  }
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || slotOf(value)) return value;
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

function isNode(parent: ASTNode | readonly ASTNode[] | undefined): parent is ASTNode {
  return parent !== undefined && !Array.isArray(parent);
}
