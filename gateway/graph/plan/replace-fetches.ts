import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';

/** The plan with others in the place of each fetch; a subscription's events come as they did. */
export function replaceFetches(plan: QueryPlan, replace: (fetch: FetchNode) => PlanNode[]): QueryPlan {
  const root = plan.node;
  if (root?.kind !== 'Subscription') return { ...plan, node: root && mapped(root, replace) };
  const node: SubscriptionNode = { ...root, ...(root.rest && { rest: mapped(root.rest, replace) }) };
  return { ...plan, node };
}

function mapped(node: PlanNode, replace: (fetch: FetchNode) => PlanNode[]): PlanNode {
  const map = <N extends PlanNode | undefined>(child: N): N => child && (mapped(child, replace) as N);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(map) };
    case 'Flatten':
      return { ...node, node: map(node.node) };
    case 'Condition':
      return { ...node, ifClause: map(node.ifClause), elseClause: map(node.elseClause) };
    case 'Defer': {
      const { primary, deferred } = node;
      return {
        ...node,
        primary: { ...primary, node: map(primary.node) },
        deferred: deferred.map((each) => ({ ...each, node: map(each.node) })),
      };
    }
    case 'Fetch': {
      const nodes = replace(node);
      return nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes };
    }
  }
}
