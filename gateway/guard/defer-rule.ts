import {
  GraphQLError,
  Kind,
  visit,
  type ASTNode,
  type ASTVisitor,
  type DirectiveNode,
  type ValidationContext,
} from 'graphql';

/**
 * What the specification's draft says of @defer: a label is a fixed text and names one fragment, and nothing is deferred at the root of a
 * mutation, whose fields happen one after the other, or anywhere in a subscription, whose events are whole.
 */
export function deferRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  const report = (message: string, node: ASTNode): void =>
    context.reportError(new GraphQLError(message, { nodes: node }));
  return {
    OperationDefinition(operation) {
      if (operation.operation !== 'subscription') return;
      for (const part of [operation, ...context.getRecursivelyReferencedFragments(operation)]) {
        const deferred = firstDefer(part);
        if (deferred) report('@defer is not served in subscriptions: their events are whole.', deferred);
      }
    },
    Directive(directive) {
      if (directive.name.value !== 'defer') return;
      const parent = context.getParentType();
      if (parent && parent === context.getSchema().getMutationType())
        report('@defer is not served at the root of a mutation: its fields happen one after the other.', directive);
      const label = argumentOf(directive, 'label');
      if (label === undefined || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING) report('The label of @defer must be a text in the document.', directive);
      else if (labels.has(label.value)) report(`The label ${JSON.stringify(label.value)} is used twice.`, directive);
      else labels.add(label.value);
    },
  };
}

/** The first one that may hold. */
function firstDefer(part: ASTNode): DirectiveNode | undefined {
  let found: DirectiveNode | undefined;
  visit(part, {
    Directive(directive) {
      const condition = argumentOf(directive, 'if');
      const never = condition?.kind === Kind.BOOLEAN && !condition.value;
      if (directive.name.value === 'defer' && !never) found ??= directive;
    },
  });
  return found;
}

function argumentOf(directive: DirectiveNode, name: string) {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}
