import type { PlanNode } from '@apollo/query-planner';
import { GraphQLError, parse } from 'graphql';
import type { Step } from './plan.ts';

/** The deepest chain and the widest plan that we run; a longer one is refused when it is compiled. */
const MAX_STEPS = 400;

/** Apollo's tree of Sequence, Parallel, Flatten, Condition and Fetch as a flat graph of steps, for one set of condition values. */
export function stepsOf(plan: PlanNode | undefined, condition: (variable: string) => boolean): Step[] {
  const steps: Step[] = [];
  const waits: Set<number>[] = [];

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
        const index = steps.length;
        if (index >= MAX_STEPS)
          throw new GraphQLError('The operation needs too many fetches.', { extensions: { code: 'BAD_REQUEST' } });
        const document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
        const { serviceName: service } = node;
        steps.push({
          index,
          service,
          path: base,
          fetch: node,
          document,
          dependents: [],
          waitsFor: 0,
          level: 0,
          shareable: true,
        });
        waits.push(new Set(after));
        return [index];
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
