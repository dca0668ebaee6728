import { print, type ConstDirectiveNode, type FieldDefinitionNode } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import { argument, objectsOf, type ObjectNode } from './entities.ts';
import type { Finding } from './finding.ts';
import { namedType, SelectedFields, selectionIn } from './selected-fields.ts';

/** What one place demands, and what another has to demand as well. Each text is one demand: `@requiresScopes(scopes: [["a"]])`. */
type Demands = ReadonlySet<string>;

const PRIVATE = new Set(['authenticated', 'requiresScopes', 'policy']);

/**
 * A field that is computed from a private one (@requires), or that hands a private one on (@provides, or a key that holds it), tells what
 * it knows: whoever may see it learns something of the other. So it demands at least the same, itself or by its type.
 */
export function borrowedPrivacy(subgraphs: readonly SubgraphText[]): Finding[] {
  const all = subgraphs.map((subgraph) => ({ ...subgraph, types: objectsOf(subgraph.sdl) }));
  const rules = new Rules(all.flatMap(({ types }) => types));
  return all.flatMap(({ name, types }) =>
    types.flatMap((type) => [
      ...keysOf(type).flatMap((key) => rules.openKey(name, type, key)),
      ...(type.fields ?? []).flatMap((field) => [
        ...rules.open(name, type, field, 'requires', type.name.value),
        ...rules.open(name, type, field, 'provides', namedType(field.type)),
      ]),
    ]),
  );
}

class Rules {
  private readonly types = new Map<string, Set<string>>();
  private readonly fields = new Map<string, Set<string>>();
  private readonly selected: SelectedFields;

  /** What composition makes of it: a demand in one subgraph holds for the whole graph. */
  constructor(types: readonly ObjectNode[]) {
    this.selected = new SelectedFields(types);
    for (const type of types) {
      add(this.types, type.name.value, demandsOf(type.directives));
      for (const field of type.fields ?? [])
        add(this.fields, `${type.name.value}.${field.name.value}`, demandsOf(field.directives));
    }
  }

  open(
    subgraph: string,
    type: ObjectNode,
    field: FieldDefinitionNode,
    directive: 'requires' | 'provides',
    selectedOn: string,
  ): Finding[] {
    const selection = selectionIn(field.directives, directive);
    if (selection === undefined) return [];
    const own = this.demands(type.name.value, field.name.value);
    const how = directive === 'requires' ? 'is computed from' : 'hands on';
    return this.missing(selection, selectedOn, own, (from, missing) => ({
      check: 'borrowed-privacy',
      where: `${subgraph}.graphql ${type.name.value}.${field.name.value}`,
      message: `${how} ${from}, which is more private: it needs ${missing} as well`,
    }));
  }

  /** A key is in every reference to the entity: the entity is as private as its key. */
  openKey(subgraph: string, type: ObjectNode, key: string): Finding[] {
    const own = this.types.get(type.name.value) ?? new Set();
    return this.missing(key, type.name.value, own, (from, missing) => ({
      check: 'borrowed-privacy',
      where: `${subgraph}.graphql ${type.name.value}`,
      message: `has the private ${from} in its key { ${key} }, which every reference to it carries: the type needs ${missing} as well, or another key`,
    }));
  }

  private missing(
    selection: string,
    on: string,
    own: Demands,
    say: (from: string, missing: string) => Finding,
  ): Finding[] {
    return this.selected.of(selection, on).flatMap(([type, field]) => {
      const missing = [...this.demands(type, field)].filter((demand) => ![...own].some((has) => implies(has, demand)));
      return missing.length === 0 ? [] : [say(`${type}.${field}`, missing.join(' and '))];
    });
  }

  private demands(type: string, field: string): Set<string> {
    const coordinate = `${type}.${field}`;
    return new Set([
      ...(this.types.get(type) ?? []),
      ...(this.fields.get(coordinate) ?? []),
      ...(this.types.get(this.selected.outputOf(coordinate) ?? '') ?? []),
    ]);
  }
}

/** Whether whoever meets the first demand meets the second: a scope asks for a sign-in, and more scopes at once for fewer. */
function implies(one: string, other: string): boolean {
  if (one === other) return true;
  if (other === '@authenticated') return one.startsWith('@requiresScopes');
  if (one.slice(0, one.indexOf('(')) !== other.slice(0, other.indexOf('('))) return false;
  return waysIn(one).every((way) => waysIn(other).some((enough) => enough.every((word) => way.includes(word))));
}

/** `@requiresScopes(scopes: [["a", "b"], ["c"]])` as the list in it. */
function waysIn(demand: string): string[][] {
  return JSON.parse(demand.slice(demand.indexOf('['), demand.lastIndexOf(']') + 1)) as string[][];
}

function keysOf(type: ObjectNode): string[] {
  const keys = (type.directives ?? []).filter(({ name }) => name.value === 'key');
  return keys.flatMap((key) => argument(key, 'fields') ?? []);
}

function demandsOf(directives: readonly ConstDirectiveNode[] | undefined): string[] {
  return (directives ?? []).filter(({ name }) => PRIVATE.has(name.value)).map(print);
}

function add(to: Map<string, Set<string>>, key: string, demands: readonly string[]): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, new Set(demands));
  else for (const demand of demands) known.add(demand);
}
