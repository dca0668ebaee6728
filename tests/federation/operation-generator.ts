import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** A seeded source of numbers (mulberry32): the same seed gives the same operations. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export interface GeneratedOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Record<string, unknown>;
}

export interface GeneratorOptions {
  readonly kind?: 'query' | 'mutation' | 'subscription';
  readonly maxDepth?: number;
  /** Literals to choose from, by input type name. */
  readonly literals?: Readonly<Record<string, readonly string[]>>;
}

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  ID: ['"1"', '"2"', '"3"', '"6"', '"7"', '"nope"'],
  String: ['"a"', '"b\\n\\"c"'],
  Int: ['0', '1', '2', '3'],
  Float: ['0.5', '2'],
  Boolean: ['true', 'false'],
};
const STRANGE_ALIASES = ['__proto__', 'hasOwnProperty', 'valueOf', 'data', 'representations', '_entities', 'e0', 'r0'];

/** Random operations that the schema accepts: aliases, arguments, fragments, @skip and @include, `__typename`, introspection. */
export class OperationGenerator {
  readonly #schema: GraphQLSchema;
  readonly #options: GeneratorOptions;
  readonly #next: (below: number) => number;
  #fragments: string[] = [];
  #budget = 0;

  constructor(schema: GraphQLSchema, next: (below: number) => number, options: GeneratorOptions = {}) {
    this.#schema = schema;
    this.#next = next;
    this.#options = options;
  }

  next(): GeneratedOperation {
    for (;;) {
      this.#fragments = [];
      this.#budget = 28;
      const kind = this.#options.kind ?? 'query';
      const root = {
        query: this.#schema.getQueryType(),
        mutation: this.#schema.getMutationType(),
        subscription: this.#schema.getSubscriptionType(),
      }[kind]!;
      const body = this.#selection(root, 1 + this.#next(this.#options.maxDepth ?? 5));
      const text = `${kind} ($yes: Boolean = true, $no: Boolean! = false, $id: ID = "1") ${body}${this.#fragments.join('')}`;
      const document = parse(text, { noLocation: true });
      const errors = validate(this.#schema, document).filter((error) => !error.message.includes('is never used'));
      if (errors.length > 0) continue; // two fields that cannot be merged: the next one
      const variables = this.#next(2)
        ? {}
        : { yes: this.#next(2) === 0, no: this.#next(2) === 0, id: String(1 + this.#next(3)) };
      return { text, document, variables };
    }
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    for (const field of fields) {
      const isNested = isCompositeType(getNamedType(field.type));
      if (this.#budget <= 0 || (isNested && depth <= 0) || this.#next(isNested ? 2 : 3) === 0) continue;
      parts.push(this.#field(field, depth));
      if (this.#next(12) === 0) parts.push(this.#field(field, depth));
    }
    if (this.#next(4) === 0) parts.push(this.#next(3) ? '__typename' : 'kindOf: __typename');
    if (isInterfaceType(type) || isUnionType(type)) {
      const narrow = this.#schema.getPossibleTypes(type);
      for (const member of narrow)
        if (this.#next(2) && depth > 0) parts.push(this.#fragment(member.name, this.#selection(member, depth - 1)));
    } else if (isObjectType(type) && this.#next(6) === 0 && depth > 0) {
      const wide = type.getInterfaces()[0];
      parts.push('__typename'); // without it the stock shaping loses a narrow fragment inside a wide one
      parts.push(this.#fragment(wide?.name ?? type.name, this.#selection(wide ?? type, depth - 1)));
    }
    if (parts.length === 0)
      parts.push(type === this.#schema.getSubscriptionType() ? this.#field(fields[0]!, 1) : '__typename');
    return `{ ${parts.join(' ')} }`;
  }

  #fragment(typeName: string, body: string): string {
    if (this.#next(3) !== 0) return `... on ${typeName}${this.#condition()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(` fragment ${name} on ${typeName} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.#budget--;
    const roll = this.#next(12);
    const alias =
      roll === 0 ? `${STRANGE_ALIASES[this.#next(STRANGE_ALIASES.length)]}: ` : roll < 3 ? `x${this.#next(3)}: ` : '';
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.#selection(named, depth - 1)}` : '';
    return `${alias}${field.name}${this.#args(field.args)}${this.#condition()}${below}`;
  }

  #condition(): string {
    if (this.#next(10) !== 0) return '';
    return [' @include(if: $yes)', ' @skip(if: $no)', ' @include(if: true)', ' @skip(if: false)', ' @skip(if: $yes)'][
      this.#next(5)
    ]!;
  }

  #args(args: readonly GraphQLArgument[]): string {
    const given = args.filter(
      (arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || this.#next(2) === 0,
    );
    return given.length === 0
      ? ''
      : `(${given.map((arg) => `${arg.name}: ${this.#value(arg.type, true)}`).join(', ')})`;
  }

  #value(type: GraphQLInputType, variables: boolean): string {
    if (isNonNullType(type)) return this.#value(type.ofType, variables && getNamedType(type).name !== 'ID');
    if (isListType(type)) return `[${this.#value(type.ofType, false)}]`;
    if (isEnumType(type)) return type.getValues()[this.#next(type.getValues().length)]!.name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || this.#next(2) === 0,
      );
      return `{ ${fields.map((field) => `${field.name}: ${this.#value(field.type, false)}`).join(', ')} }`;
    }
    if (variables && type.name === 'ID' && this.#next(3) === 0) return '$id';
    const literals = this.#options.literals?.[type.name] ?? LITERALS[type.name] ?? ['"x"'];
    return literals[this.#next(literals.length)]!;
  }
}
