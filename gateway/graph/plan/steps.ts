import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { tooComplex } from '../planning/planning.ts';
import type { FetchByTrail } from './by-trail.ts';
import type { PlannedStep, Step } from './plan.ts';

/** The deepest chain and the widest plan that we run; a longer one is refused when it is compiled. */
const MAX_STEPS = 400;
const TOO_MANY = `The operation needs more than ${MAX_STEPS} fetches: ask for less at once, or in several operations.`;

/** How a plan becomes steps. */
export interface StepRules {
  /** The value of a variable in @skip or @include. */
  readonly condition: (variable: string) => boolean;
  /** What is fetched instead of a fetch at a path. */
  readonly parts: (fetch: FetchNode, path: readonly string[]) => readonly FetchByTrail[];
  /** Those that are not made at all. */
  readonly idle: (steps: readonly PlannedStep[]) => ReadonlySet<PlannedStep>;
}

/** The fetches of a plan for one set of condition values, and what each of them waits for. */
export interface Outline {
  readonly steps: readonly PlannedStep[];
  /** For each step those that are over before it, by their place in the list. */
  readonly waits: readonly (readonly number[])[];
  /** For each fetch that a deferred part waits for, by its id: the steps after which it is over. */
  readonly over: ReadonlyMap<string, readonly number[]>;
}

export interface Linked {
  readonly steps: readonly Step[];
  readonly over: ReadonlyMap<string, readonly Step[]>;
}

export function stepsOf(plan: PlanNode | undefined, rules: StepRules): readonly Step[] {
  const outline = outlineOf(plan, rules);
  return linked(outline, rules.idle(outline.steps)).steps;
}

/**
 * Apollo's tree of Sequence, Parallel, Flatten, Condition and Fetch as a flat graph of steps. The parts of a fetch wait for the same, and
 * what waits for it waits for all of them; a fetch that a condition leaves out is over when what it would wait for is.
 */
export function outlineOf(plan: PlanNode | undefined, { condition, parts }: Omit<StepRules, 'idle'>): Outline {
  const steps: PlannedStep[] = [];
  const waits: (readonly number[])[] = [];
  const over = new Map<string, number[]>();

  const fetched = (fetch: FetchNode, after: readonly number[], path: readonly string[]): readonly number[] => {
    fetch.operationDocumentNode ??= parse(fetch.operation, { noLocation: true });
    const added = parts(fetch, path).map(({ fetch: part, only }) => {
      if (steps.length >= MAX_STEPS) throw tooComplex(TOO_MANY);
      waits.push(after);
      return steps.push({ path, ...(only && { only }), fetch: part, document: part.operationDocumentNode! }) - 1;
    });
    return added.length > 0 ? added : after;
  };

  /** Returns the steps that must be finished before `node` counts as finished. */
  const walk = (
    node: PlanNode | undefined,
    after: readonly number[],
    base: readonly string[],
    isLeftOut: boolean,
  ): readonly number[] => {
    if (node === undefined) return after;
    switch (node.kind) {
      case 'Sequence':
        return node.nodes.reduce((done, child) => walk(child, done, base, isLeftOut), after);
      case 'Parallel': {
        const all = node.nodes.flatMap((child) => walk(child, after, base, isLeftOut));
        return node.nodes.length === 0 ? after : [...new Set(all)];
      }
      case 'Flatten':
        return walk(node.node, after, [...base, ...node.path.map(String)], isLeftOut);
      case 'Condition': {
        const isOn = condition(node.condition);
        walk(isOn ? node.elseClause : node.ifClause, after, base, true);
        return walk(isOn ? node.ifClause : node.elseClause, after, base, isLeftOut);
      }
      case 'Fetch': {
        const done = isLeftOut ? after : fetched(node, after, base);
        if (node.id !== undefined) over.set(node.id, [...(over.get(node.id) ?? []), ...done]);
        return done;
      }
      case 'Defer':
        throw new Error('@defer is not supported');
    }
  };
  walk(plan, [], [], false);
  return { steps, waits, over };
}

/** Without the idle ones: who would wait for such a one waits for those that it would wait for. */
export function linked(outline: Outline, idle: ReadonlySet<PlannedStep>): Linked {
  const steps: Step[] = [];
  const after: (readonly Step[])[] = []; // the steps that are over when a planned one is
  const stepsOver = (planned: readonly number[]): Step[] => [...new Set(planned.flatMap((index) => after[index]!))];
  outline.steps.forEach((planned, i) => {
    const before = stepsOver(outline.waits[i]!);
    if (idle.has(planned)) return after.push(before);
    const step: Step = {
      ...planned,
      index: steps.length,
      service: planned.fetch.serviceName,
      dependents: [],
      waitsFor: before.length,
      level: Math.max(0, ...before.map(({ level }) => level + 1)),
      shareable: true,
    };
    for (const earlier of before) earlier.dependents.push(step.index);
    steps.push(step);
    return after.push([step]);
  });
  return { steps, over: new Map([...outline.over].map(([id, planned]) => [id, stepsOver(planned)])) };
}
