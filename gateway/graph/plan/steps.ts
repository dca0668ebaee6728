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

/**
 * Apollo's tree of Sequence, Parallel, Flatten, Condition and Fetch as a flat graph of steps, for one set of condition values. The parts of a
 * fetch wait for the same, and what waits for it waits for all of them.
 */
export function stepsOf(plan: PlanNode | undefined, { condition, parts, idle }: StepRules): Step[] {
  const planned: PlannedStep[] = [];
  const waits: (readonly number[])[] = [];

  /** Returns the steps that must be finished before `node` counts as finished. */
  const walk = (node: PlanNode | undefined, after: readonly number[], base: readonly string[]): readonly number[] => {
    if (node === undefined) return after;
    switch (node.kind) {
      case 'Sequence':
        return node.nodes.reduce((done, child) => walk(child, done, base), after);
      case 'Parallel':
        return node.nodes.length === 0 ? after : [...new Set(node.nodes.flatMap((child) => walk(child, after, base)))];
      case 'Flatten':
        return walk(node.node, after, [...base, ...node.path.map(String)]);
      case 'Condition':
        return walk(condition(node.condition) ? node.ifClause : node.elseClause, after, base);
      case 'Fetch': {
        node.operationDocumentNode ??= parse(node.operation, { noLocation: true });
        const added = parts(node, base).map((part) => {
          if (planned.length >= MAX_STEPS) throw tooComplex(TOO_MANY);
          waits.push(after);
          const { fetch, only } = part;
          return planned.push({ path: base, ...(only && { only }), fetch, document: fetch.operationDocumentNode! }) - 1;
        });
        return added.length > 0 ? added : after;
      }
      case 'Defer':
        throw new Error('@defer is not supported');
    }
  };
  walk(plan, [], []);
  return linked(planned, waits, idle(planned));
}

/** Without the idle ones: who would wait for such a one waits for those that it would wait for. */
function linked(
  planned: readonly PlannedStep[],
  waits: readonly (readonly number[])[],
  idle: ReadonlySet<PlannedStep>,
): Step[] {
  const steps: Step[] = [];
  const over: (readonly Step[])[] = []; // the steps that are over when a planned one is
  planned.forEach((each, i) => {
    const before = [...new Set(waits[i]!.flatMap((index) => over[index]!))];
    if (idle.has(each)) return over.push(before);
    const step: Step = {
      ...each,
      index: steps.length,
      service: each.fetch.serviceName,
      dependents: [],
      waitsFor: before.length,
      level: Math.max(0, ...before.map(({ level }) => level + 1)),
      shareable: true,
    };
    for (const earlier of before) earlier.dependents.push(step.index);
    steps.push(step);
    return over.push([step]);
  });
  return steps;
}
