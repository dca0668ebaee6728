import { subgraph } from '../gateway/audit.ts';
import type { SubgraphSource } from './arena.ts';

type Numbers = (below: number) => number;

interface ChainField {
  readonly name: string;
  readonly owner: number;
  /** Fields of the same object that it is computed from, and of its buddy. */
  readonly needs: readonly string[];
  readonly buddyNeeds: readonly string[];
}

/** What is asked of an object: its fields, and what is asked of its buddy. */
export interface Asked {
  readonly fields: readonly string[];
  readonly buddy: Asked | undefined;
}

const PEOPLE = 4;
const buddyOf = (id: number): number => (id % PEOPLE) + 1;
const LISTED = [1, 3, 1];
const SINGLE = 2;

/**
 * Subgraphs of one entity whose fields are computed from each other by @requires, however often around: each field says what it was made of,
 * so that one input that was not there shows in the answer.
 */
export class RandomChains {
  readonly sources: readonly SubgraphSource[];
  readonly #next: Numbers;
  readonly #fields = new Map<string, ChainField>();

  constructor(next: Numbers) {
    this.#next = next;
    const services = 2 + next(3);
    for (let i = 0, count = 4 + next(5); i < count; i++) this.#add(`f${i}`, next(services));
    this.sources = Array.from({ length: services }, (_, service) => this.#source(service));
  }

  /** An operation, and the one right answer to it. */
  operation(): { readonly text: string; readonly right: unknown } {
    const root = this.#pick(['list0', 'list1', 'one0', 'one1']);
    const asked = this.#asked(0);
    const right = root.startsWith('list') ? LISTED.map((id) => this.#answer(asked, id)) : this.#answer(asked, SINGLE);
    return { text: `{ ${root} { ${textOf(asked)} } }`, right: { [root]: right } };
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#next(from.length)]!;
  }

  #add(name: string, owner: number): void {
    const foreign = [...this.#fields.values()].filter((field) => field.owner !== owner).map((field) => field.name);
    const inputs = foreign.length > 0 && this.#next(5) > 0 ? 1 + this.#next(2) : 0;
    const needs = new Set<string>();
    const buddyNeeds = new Set<string>();
    for (let i = 0; i < inputs; i++) (this.#next(4) === 0 ? buddyNeeds : needs).add(this.#pick(foreign));
    this.#fields.set(name, { name, owner, needs: [...needs], buddyNeeds: [...buddyNeeds] });
  }

  #asked(depth: number): Asked {
    const names = Array.from({ length: 1 + this.#next(3) }, () =>
      this.#pick([...this.#fields.keys(), 'id', '__typename']),
    );
    const buddy = depth < 2 && this.#next(10) < 3 ? this.#asked(depth + 1) : undefined;
    return { fields: [...new Set(names)], buddy };
  }

  #answer({ fields, buddy }: Asked, id: number): Record<string, unknown> {
    const own = fields.map((name) => [name, this.#value(name, id)]);
    return { ...Object.fromEntries(own), ...(buddy && { buddy: this.#answer(buddy, buddyOf(id)) }) };
  }

  #value(name: string, id: number): string {
    if (name === 'id') return String(id);
    if (name === '__typename') return 'Person';
    const { needs, buddyNeeds } = this.#fields.get(name)!;
    const inputs = [
      ...needs.map((each) => this.#value(each, id)),
      ...buddyNeeds.map((each) => this.#value(each, buddyOf(id))),
    ];
    return written(name, String(id), inputs);
  }

  #source(service: number): SubgraphSource {
    const own = [...this.#fields.values()].filter(({ owner }) => owner === service);
    const needsBuddy = own.some(({ buddyNeeds }) => buddyNeeds.length > 0);
    const foreign = new Set(own.flatMap(({ needs, buddyNeeds }) => [...needs, ...buddyNeeds]));
    const roots = service < 2 ? `type Query { list${service}: [Person!]! one${service}: Person }` : '';
    const buddy = service === 0 ? 'buddy: Person' : needsBuddy ? 'buddy: Person @external' : '';
    const fields = [...own.map(declared), ...[...foreign].map((name) => `${name}: String @external`)];
    const sdl = `${roots} type Person @key(fields: "id") { id: ID! ${buddy} ${fields.join(' ')} }`;
    return subgraph(`s${service}`, 'key external requires', sdl, {
      ...(service < 2 && {
        Query: {
          [`list${service}`]: () => LISTED.map((id) => ({ id: String(id) })),
          [`one${service}`]: () => ({ id: String(SINGLE) }),
        },
      }),
      Person: {
        __resolveReference: (ref: object) => ({ ...ref }),
        ...(service === 0 && { buddy: ({ id }: { id: string }) => ({ id: String(buddyOf(Number(id))) }) }),
        ...Object.fromEntries(own.map((field) => [field.name, resolver(field)])),
      },
    });
  }
}

type Given = Readonly<Record<string, unknown>>;

function resolver({ name, needs, buddyNeeds }: ChainField) {
  return (given: Given): string => {
    const buddy = given['buddy'] as Given | undefined;
    const inputs = [...needs.map((each) => given[each]), ...buddyNeeds.map((each) => buddy?.[each])];
    return written(name, String(given['id']), inputs);
  };
}

function written(name: string, id: string, inputs: readonly unknown[]): string {
  return `${name}.${id}(${inputs.map(String).join()})`;
}

function declared({ name, needs, buddyNeeds }: ChainField): string {
  const selected = [...needs, ...(buddyNeeds.length > 0 ? [`buddy { ${buddyNeeds.join(' ')} }`] : [])].join(' ');
  return selected === '' ? `${name}: String` : `${name}: String @requires(fields: "${selected}")`;
}

function textOf({ fields, buddy }: Asked): string {
  return [...fields, ...(buddy ? [`buddy { ${textOf(buddy)} }`] : [])].join(' ');
}
