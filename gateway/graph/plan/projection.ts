import {
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Branch } from '../branch.ts';
import { assertName, generate, literal, property } from './generated-code.ts';
import { collectFields, type Collecting } from './collect-fields.ts';

/** Thrown by generated code for anything but valid data; run/complete.ts then decides the exact nulls and errors. */
export const BAIL = new Error('value completion problem: use the generic shaping');

/** Merged data -> the response's `data`. `introspection` holds the values of `__schema` and `__type` by response key. */
export type Project = (data: Branch, introspection: Branch | undefined) => Branch;

export interface ProjectionInput extends Selected {
  readonly operation: OperationDefinitionNode;
}

export interface Selected extends Collecting {
  /** Response keys that the client chose, by the key under which the data tree holds them. */
  readonly clientKeys: ReadonlyMap<string, string>;
}

/** One object of a selection that is answered on its own, without its place in an operation. */
export type ProjectObject = (data: Branch) => Branch;

/** Generates one function per (object type, merged selection sets); throws for what it cannot express (nested introspection). */
export function compileProjection(input: ProjectionInput): Project {
  return new Projection(input).compile(input);
}

/** The same for the selection of a fragment, on an object of `type`. */
export function compileObject(input: Selected, type: GraphQLCompositeType, set: SelectionSetNode): ProjectObject {
  return new Projection(input).compileObject(type, set);
}

class Projection {
  readonly #input: Selected;
  readonly #functions: string[] = [];
  readonly #scope: Record<string, unknown> = { BAIL, isInteger, isFinite: Number.isFinite };
  readonly #names = new Map<string, string>();
  readonly #ids = new Map<SelectionSetNode, number>();

  constructor(input: Selected) {
    this.#input = input;
  }

  compile({ operation }: ProjectionInput): Project {
    const root = this.#input.schema.getRootType(operation.operation)!;
    return this.#generated(this.#object(root, [operation.selectionSet], true));
  }

  compileObject(type: GraphQLCompositeType, set: SelectionSetNode): ProjectObject {
    return this.#generated(isObjectType(type) ? this.#object(type, [set]) : this.#abstract(type, [set]));
  }

  #generated<F>(entry: string): F {
    return generate<F>(
      `function bail() { throw BAIL; }
       function object(o) { if (typeof o !== 'object' || Array.isArray(o)) throw BAIL; return o; }
       ${this.#functions.join('\n')}
       return ${entry};`,
      this.#scope,
    );
  }

  #object(type: GraphQLObjectType, sets: readonly SelectionSetNode[], root = false): string {
    return this.#named(`${type.name} ${this.#idsOf(sets)}`, (name) => {
      const lines = root
        ? []
        : [`const t = o.__typename; if (t !== ${literal(type.name)} && t !== undefined) throw BAIL;`];
      const entries: string[] = [];
      for (const [key, nodes] of collectFields(type, sets, this.#input)) {
        const variable = `p${entries.length}`;
        lines.push(...this.#field(type, key, nodes, variable, root));
        entries.push(`[${literal(this.#input.clientKeys.get(key) ?? key)}]: ${variable}`); // computed: an alias may be __proto__
      }
      return `function ${name}(o${root ? ', introspection' : ''}) { let v; ${lines.join('\n')} return { ${entries.join(', ')} }; }`;
    });
  }

  #field(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[], variable: string, root: boolean): string[] {
    assertName(key);
    const name = nodes[0]!.name.value;
    if (name === '__typename') return [`const ${variable} = ${literal(type.name)};`];
    if (root && (name === '__schema' || name === '__type'))
      return [`const ${variable} = introspection[${literal(key)}];`];
    const field = type.getFields()[name];
    if (field === undefined) throw new Error(`no projection for ${type.name}.${name}`);
    const sets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
    return [`v = ${property('o', key)};`, `const ${variable} = ${this.#value('v', field.type, sets)};`];
  }

  #value(v: string, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    const inner = isNonNullType(type) ? type.ofType : type;
    const onNull = isNonNullType(type) ? 'bail()' : 'null';
    return `(${v} === undefined || ${v} === null ? ${onNull} : ${this.#present(v, inner, sets)})`;
  }

  #present(v: string, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    if (isListType(type)) return `${this.#list(type.ofType, sets)}(${v})`;
    if (isObjectType(type)) return `${this.#object(type, sets)}(object(${v}))`;
    if (isAbstractType(type)) return `${this.#abstract(type, sets)}(object(${v}))`;
    if (isEnumType(type)) {
      const values = `enum_${type.name}`;
      this.#scope[values] = new Set(type.getValues().map((value) => value.name));
      return `(${values}.has(${v}) ? ${v} : bail())`;
    }
    return isScalarType(type) ? scalar(v, type.name) : 'bail()';
  }

  #list(item: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    return this.#named(`[${String(item)}] ${this.#idsOf(sets)}`, (name) => {
      const value = this.#value('x', item, sets);
      return `function ${name}(a) { if (!Array.isArray(a)) throw BAIL; const r = new Array(a.length);
        for (let i = 0; i < a.length; i++) { const x = a[i]; r[i] = ${value}; } return r; }`;
    });
  }

  #abstract(type: Parameters<GraphQLSchema['getPossibleTypes']>[0], sets: readonly SelectionSetNode[]): string {
    return this.#named(`${type.name} ${this.#idsOf(sets)}`, (name) => {
      const possible = this.#input.schema.getPossibleTypes(type);
      const cases = possible.map((member) => `case ${literal(member.name)}: return ${this.#object(member, sets)}(o);`);
      return `function ${name}(o) { switch (o.__typename) { ${cases.join(' ')} default: throw BAIL; } }`;
    });
  }

  /** Each function is generated once; the name is known before its body, so that selections may nest. */
  #named(key: string, body: (name: string) => string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(key, name);
    this.#functions.push(body(name));
    return name;
  }

  #idsOf(sets: readonly SelectionSetNode[]): string {
    return sets
      .map((set) => {
        const id = this.#ids.get(set) ?? this.#ids.size;
        this.#ids.set(set, id);
        return id;
      })
      .join();
  }
}

/** What isLeafValue says, as generated code. */
function scalar(v: string, name: string): string {
  switch (name) {
    case 'String':
      return `(typeof ${v} === 'string' ? ${v} : bail())`;
    case 'ID':
      return `(typeof ${v} === 'string' || isInteger(${v}) ? ${v} : bail())`;
    case 'Int':
      return `(isInteger(${v}) ? ${v} : bail())`;
    case 'Float':
      return `(isFinite(${v}) ? ${v} : bail())`;
    case 'Boolean':
      return `(typeof ${v} === 'boolean' ? ${v} : bail())`;
    default:
      return v; // a custom scalar: any JSON value
  }
}

const isInteger = Number.isSafeInteger;
