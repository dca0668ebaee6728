import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { When } from './when.ts';

/** A fetch of a plan: where it writes, what is over before it begins, and when it is made at all. */
export interface PlacedFetch {
  readonly fetch: FetchNode;
  /** Response keys to its targets, without the marks of lists. */
  readonly keys: readonly string[];
  /** All that are over before it begins, by their place in the list. */
  readonly after: ReadonlySet<number>;
  readonly when: When;
}

export function placedFetches(plan: QueryPlan): PlacedFetch[] {
  const walk = new Walk();
  const root = plan.node;
  if (root?.kind === 'Subscription') walk.node(root.rest, [walk.fetch(root.primary, new Set(), [], new Map())]);
  else walk.node(root, []);
  return walk.fetches;
}

class Walk {
  readonly fetches: PlacedFetch[] = [];
  /** A fetch that was divided is several. */
  readonly #byId = new Map<string, number[]>();

  fetch(fetch: FetchNode, before: Iterable<number>, keys: readonly string[], when: When): number {
    const after = new Set<number>();
    for (const index of before) for (const each of [index, ...this.fetches[index]!.after]) after.add(each);
    const index = this.fetches.push({ fetch, keys, after, when }) - 1;
    if (fetch.id !== undefined) this.#byId.set(fetch.id, [...(this.#byId.get(fetch.id) ?? []), index]);
    return index;
  }

  /** Returns the fetches that are over when the node is. */
  node(
    node: PlanNode | undefined,
    after: readonly number[],
    keys: readonly string[] = [],
    when: When = new Map(),
  ): readonly number[] {
    if (node === undefined) return after;
    switch (node.kind) {
      case 'Fetch':
        return [this.fetch(node, after, keys, when)];
      case 'Sequence':
        return node.nodes.reduce((done, child) => this.node(child, done, keys, when), after);
      case 'Parallel':
        return [...after, ...node.nodes.flatMap((child) => this.node(child, after, keys, when))];
      case 'Flatten':
        return this.node(node.node, after, [...keys, ...node.path.map(String).filter((part) => part !== '@')], when);
      case 'Condition': {
        const on = this.node(node.ifClause, after, keys, new Map(when).set(node.condition, true));
        return [...on, ...this.node(node.elseClause, after, keys, new Map(when).set(node.condition, false))];
      }
      case 'Defer': {
        const done = this.node(node.primary.node, after, keys, when);
        for (const { node: later, depends } of node.deferred)
          this.node(
            later,
            depends.flatMap(({ id }) => this.#byId.get(id) ?? []),
            keys,
            when,
          );
        return done;
      }
    }
  }
}
