import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { argumentsOf, fragmentBody, fragmentsOf, operationOf, treeKey } from '../plan/selections.ts';
import type { Ground } from './ground.ts';
import { fieldsNamed, isGiven, isNamed, resolvesAlone } from './requirements.ts';
import { itemsOf } from '../plan/split-fetch.ts';
import { distinct, narrowed, whenOf, type When } from './when.ts';

/** One field that a fetch writes into the data tree. */
export interface Written {
  readonly key: string;
  readonly name: string;
  readonly args: string;
  /** The object types for which the subgraph can answer it. */
  readonly types: ReadonlySet<string>;
  readonly when: When;
  readonly below: readonly Written[];
  /** The object types that its value can have. */
  readonly possible: ReadonlySet<string>;
}

/** What is known of the objects that a selection is made on. */
interface On {
  readonly type: string | undefined;
  readonly types: ReadonlySet<string>;
  readonly when: When;
  /** External fields that are there all the same. */
  readonly provided: readonly SelectionSetNode[];
  /** What the subgraph was given of them; undefined for what it found itself. */
  readonly given: readonly QueryPlanSelectionNode[] | undefined;
}

/** What a fetch writes; `unable` is told of each field that the subgraph cannot answer as it is asked here. */
export function writtenBy(
  fetch: FetchNode,
  when: When,
  ground: Ground,
  unable: (type: string, field: string) => void,
): readonly Written[] {
  return new Fetch(fetch, ground, unable).written(when);
}

class Fetch {
  readonly #fetch: FetchNode;
  readonly #ground: Ground;
  readonly #unable: (type: string, field: string) => void;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(fetch: FetchNode, ground: Ground, unable: (type: string, field: string) => void) {
    this.#fetch = fetch;
    this.#ground = ground;
    this.#unable = unable;
    this.#fragments = fragmentsOf(documentOf(fetch));
  }

  written(when: When): Written[] {
    const operation = operationOf(documentOf(this.#fetch));
    const { requires } = this.#fetch;
    if (!requires) {
      const type = this.#ground.supergraphSchema.getRootType(operation.operation)!.name;
      return this.#in(operation.selectionSet, { type, types: new Set([type]), when, provided: [], given: undefined });
    }
    const entities = operation.selectionSet.selections[0] as FieldNode;
    const types = requires.flatMap((each) =>
      each.kind === 'InlineFragment' && each.typeCondition ? [...this.#covers(each.typeCondition)] : [],
    );
    return this.#in(entities.selectionSet!, {
      type: undefined,
      types: new Set(types),
      when,
      provided: [],
      given: requires,
    });
  }

  #in(set: SelectionSetNode, on: On): Written[] {
    return set.selections.flatMap((selection) => {
      const when = narrowed(on.when, selection);
      if (when === undefined) return [];
      if (selection.kind === Kind.FIELD) return this.#field(selection, { ...on, when });
      const { condition, selectionSet } = fragmentBody(selection, this.#fragments);
      if (condition === undefined) return this.#in(selectionSet, { ...on, when });
      const types = new Set([...on.types].filter((type) => this.#covers(condition).has(type)));
      return types.size === 0 ? [] : this.#in(selectionSet, { ...on, when, types, type: condition });
    });
  }

  #field(node: FieldNode, on: On): Written[] {
    const name = node.name.value;
    const written = {
      key: treeKey(this.#fetch, node),
      name,
      args: argumentsOf(node),
      when: on.when,
    };
    if (name === '__typename') return [{ ...written, types: on.types, below: [], possible: new Set() }];
    const types = [...on.types].filter((type) => this.#isAble(type, name, on));
    const owner = on.type === undefined ? undefined : this.#definition(on.type, on.type, name);
    const definition = owner ?? [...on.types].map((type) => this.#definition(type, on.type, name)).find(Boolean);
    if (!node.selectionSet || !definition)
      return [{ ...written, types: new Set(types), below: [], possible: new Set() }];
    const possible = this.#ground.owned.possible(this.#fetch.serviceName, definition.type);
    const provided = [...on.types].flatMap((type) => {
      const own = this.#definition(type, on.type, name)?.provides;
      return [...fieldsNamed(on.provided, name, type, this.#ground), ...(own ? [own] : [])];
    });
    const below = { type: definition.type, types: possible, when: on.when, provided, given: undefined };
    return [{ ...written, types: new Set(types), possible, below: this.#in(node.selectionSet, below) }];
  }

  #definition(type: string, on: string | undefined, field: string) {
    const { owned } = this.#ground;
    const { serviceName } = this.#fetch;
    return owned.fieldOf(serviceName, type, field) ?? (on ? owned.fieldOf(serviceName, on, field) : undefined);
  }

  #isAble(type: string, field: string, { type: on, provided, given }: On): boolean {
    const definition = this.#definition(type, on, field);
    if (definition === undefined) return false; // no object of this type comes from there
    const { serviceName } = this.#fetch;
    const isAble =
      (!definition.external || isNamed(provided, field, type, this.#ground)) &&
      (definition.requires === undefined ||
        isGiven(definition.requires, type, given ?? [], this.#ground) ||
        resolvesAlone(definition.requires, { type, service: serviceName, provided }, this.#ground));
    if (!isAble) this.#unable(type, field);
    return isAble;
  }

  #covers(condition: string): ReadonlySet<string> {
    return this.#ground.possibleTypes.get(condition) ?? new Set();
  }
}

/** When a fetch of entities asks for anything: one of its fields, under its own condition and those that the field stands under. */
export function waysOf({ fetch, when }: { readonly fetch: FetchNode; readonly when: When }): readonly When[] {
  return distinct(itemsOf(documentOf(fetch)).flatMap(({ wrapped }) => whenOf(wrapped, when) ?? []));
}

function documentOf(fetch: FetchNode): DocumentNode {
  return (fetch.operationDocumentNode ??= parse(fetch.operation, { noLocation: true }));
}
