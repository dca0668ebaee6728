import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { requiredArguments } from './requirements.ts';
import { placedFetches, type PlacedFetch } from './placed-fetches.ts';
import { covered, eachOfBoth, type When } from './when.ts';
import type { Ground } from './ground.ts';
import { waysOf, writtenBy, type Written } from './written.ts';

/** Something that a plan asks of a subgraph without giving it what it needs for it. */
export interface Doubt {
  /**
   * `ASKED_EARLY`: a field where the subgraph cannot know what the field requires, or does not have it.
   * `INPUT_NOT_FETCHED`: what a representation has to bring, and nobody fetched before for objects of this type.
   */
  readonly why: 'ASKED_EARLY' | 'INPUT_NOT_FETCHED';
  readonly type: string;
  readonly field: string;
  readonly fetch: FetchNode;
  /** Response keys to the objects that it is asked for. */
  readonly keys: readonly string[];
}

/**
 * Whether a plan can be trusted: every subgraph is asked only for what it can answer with what it is given there, and every input of an
 * entity fetch was written, under the name it is read by, by fetches that are over before. What it finds would not fail when it runs:
 * a subgraph would compute from nothing.
 */
export function doubtsIn(plan: QueryPlan, ground: Ground): readonly Doubt[] {
  return new Check(placedFetches(plan), ground).doubts();
}

interface Place {
  readonly keys: readonly string[];
  readonly written: readonly Written[];
}

interface Need extends PlacedFetch {
  /** Its representations are made for something only when one of these holds: it is asked for, and there are objects to ask for. */
  readonly ways: readonly When[];
}

class Check {
  readonly #fetches: readonly PlacedFetch[];
  readonly #ground: Ground;
  readonly #written: (readonly Written[])[] = [];
  readonly #doubts: Doubt[] = [];

  constructor(fetches: readonly PlacedFetch[], ground: Ground) {
    this.#fetches = fetches;
    this.#ground = ground;
  }

  doubts(): readonly Doubt[] {
    for (const { fetch, when, keys } of this.#fetches) {
      const early = (type: string, field: string): void =>
        void this.#doubts.push({ why: 'ASKED_EARLY', type, field, fetch, keys });
      this.#written.push(writtenBy(fetch, when, this.#ground, early));
    }
    for (const placed of this.#fetches)
      if (placed.fetch.requires) this.#inputs({ ...placed, ways: waysOf(placed) }, placed.fetch.requires);
    return this.#doubts;
  }

  #inputs(asked: Need, requires: readonly QueryPlanSelectionNode[]): void {
    let need = asked;
    let place: Place = { keys: [], written: this.#rootsAt([], need) };
    let possible: ReadonlySet<string> = new Set();
    for (const key of need.keys) {
      const through = place.written.filter((each) => each.key === key);
      possible = typesOf(through);
      need = { ...need, ways: eachOfBoth(need.ways, whensOf(through)) };
      place = this.#below(place, key, through, need);
    }
    const types = requires.flatMap((each) =>
      each.kind === 'InlineFragment' ? [...(this.#ground.possibleTypes.get(each.typeCondition ?? '') ?? [])] : [],
    );
    for (const type of new Set(types)) {
      if (!possible.has(type)) continue;
      const field = this.#missing(need, place, type, requires);
      if (field === undefined) continue;
      this.#doubts.push({ why: 'INPUT_NOT_FETCHED', type, field, fetch: need.fetch, keys: need.keys });
    }
  }

  /** The first input that nobody wrote. */
  #missing(need: Need, place: Place, type: string, selections: readonly QueryPlanSelectionNode[]): string | undefined {
    for (const selection of selections) {
      const missing =
        selection.kind === 'Field'
          ? this.#missingField(need, place, type, selection)
          : this.#covers(selection.typeCondition, type) && this.#missing(need, place, type, selection.selections);
      if (missing) return missing;
    }
    return undefined;
  }

  #missingField(
    need: Need,
    place: Place,
    type: string,
    { name, alias, selections }: Extract<QueryPlanSelectionNode, { kind: 'Field' }>,
  ): string | undefined {
    const key = alias ?? name;
    const args = requiredArguments(key, this.#ground);
    const atKey = place.written.filter((each) => each.key === key && each.types.has(type));
    const same = atKey.filter((each) => each.name === name && each.args === args);
    if (same.length < atKey.length || !need.ways.every((way) => covered(way, whensOf(same)))) return name;
    if (!selections) return undefined;
    const below = this.#below(place, key, same, need);
    for (const each of typesOf(same)) {
      const missing = this.#missing(need, below, each, selections);
      if (missing !== undefined) return `${name}.${missing}`;
    }
    return undefined;
  }

  #covers(condition: string | undefined, type: string): boolean {
    return condition === undefined || this.#ground.possibleTypes.get(condition)?.has(type) === true;
  }

  #below({ keys }: Place, key: string, through: readonly Written[], need: Need): Place {
    const at = [...keys, key];
    return { keys: at, written: [...through.flatMap(({ below }) => below), ...this.#rootsAt(at, need)] };
  }

  /** What fetches that are over before write at this place. */
  #rootsAt(keys: readonly string[], { after }: Need): Written[] {
    const at = keys.join('.');
    return [...after].flatMap((index) => (this.#fetches[index]!.keys.join('.') === at ? this.#written[index]! : []));
  }
}

function whensOf(written: readonly Written[]): readonly When[] {
  return written.map(({ when }) => when);
}

function typesOf(written: readonly Written[]): ReadonlySet<string> {
  return new Set(written.flatMap(({ possible }) => [...possible]));
}
