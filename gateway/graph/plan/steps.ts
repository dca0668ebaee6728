import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { GraphQLError, parse } from 'graphql';
import type { FetchByTrail } from './by-trail.ts';
import type { Step } from './plan.ts';

/** The deepest chain and the widest plan that we run; a longer one is refused when it is compiled. */
const MAX_STEPS = 400;

/** What is fetched instead of a fetch at a path. */
export type Parts = (fetch: FetchNode, path: readonly string[]) => readonly FetchByTrail[];

const whole: Parts = (fetch) => [{ fetch, only: undefined }];

/**
 * Apollo's tree of Sequence, Parallel, Flatten, Condition and Fetch as a flat graph of steps, for one set of condition values. The parts of a
 * fetch wait for the same, and what waits for it waits for all of them.
 */
export function stepsOf(
  plan: PlanNode | undefined,
  condition: (variable: string) => boolean,
  parts: Parts = whole,
): Step[] {
  const steps: Step[] = [];
  const waits: Set<number>[] = [];

  const add = ({ fetch, only }: FetchByTrail, path: readonly string[], after: readonly number[]): number => {
    const index = steps.length;
    if (index >= MAX_STEPS)
      throw new GraphQLError('The operation needs too many fetches.', { extensions: { code: 'BAD_REQUEST' } });
    const { serviceName: service, operationDocumentNode: document } = fetch;
    steps.push({
      index,
      service,
      path,
      ...(only && { only }),
      fetch,
      document: document!,
      dependents: [],
      waitsFor: 0,
      level: 0,
      shareable: true,
    });
    waits.push(new Set(after));
    return index;
  };

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
        const added = parts(node, base).map((part) => add(part, base, after));
        return added.length > 0 ? added : after;
      }
      case 'Defer':
        throw new Error('@defer is not supported');
    }
  };
  walk(plan, [], []);

  for (const step of steps) {
    const before = waits[step.index]!;
    step.waitsFor = before.size;
    for (const index of before) {
      const earlier = steps[index]!;
      earlier.dependents.push(step.index);
      step.level = Math.max(step.level, earlier.level + 1);
    }
  }
  return steps;
}
