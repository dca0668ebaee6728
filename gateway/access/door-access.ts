import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLError as Fault,
  GraphQLSkipDirective,
} from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import { refuse } from '../guard/refusals.ts';
import { AccessMap } from './access-map.ts';
import type { Policies } from './rules.ts';
import { allows } from './rules.ts';
import type { Question } from './walk-operation.ts';
import { walkOperation } from './walk-operation.ts';

type Variables = Readonly<Record<string, unknown>>;

const MAX_DENIALS = 10;

/**
 * The first layer of access: the directives of the supergraph, asked before planning. One denial refuses the whole operation: nothing of
 * it has run yet, and a client learns exactly which field to leave out.
 */
export class DoorAccess {
  private readonly map: AccessMap;
  private readonly walked = new WeakMap<OperationDefinitionNode, Question[]>();

  constructor(supergraphSdl: string, policies: Policies = {}) {
    this.map = new AccessMap(supergraphSdl, policies);
  }

  /** Where the supergraph demands anything, for the test that removes each once. */
  get coordinates(): string[] {
    return this.map.coordinates;
  }

  async denials(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    caller: Caller,
  ): Promise<readonly GraphQLError[]> {
    const cache = {};
    const denials: GraphQLError[] = [];
    for (const question of this.questionsOf(document, operation)) {
      if (!question.conditions.every((node) => isIncluded(node, variables))) continue;
      const args = argumentsOf(question, variables);
      if (args && (await allows(question.rule, caller, args, cache))) continue;
      denials.push(denial(question, caller));
      if (denials.length === MAX_DENIALS) break;
    }
    return denials;
  }

  private questionsOf(document: DocumentNode, operation: OperationDefinitionNode): Question[] {
    let questions = this.walked.get(operation);
    if (!questions) this.walked.set(operation, (questions = walkOperation(document, operation, this.map)));
    return questions;
  }
}

function isIncluded(node: Question['conditions'][number], variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

/** Undefined when the arguments cannot be read: then the answer is no. */
function argumentsOf(
  { asksArguments, field, definition }: Question,
  variables: Variables,
): Record<string, unknown> | undefined {
  if (!asksArguments || !field || !definition) return {};
  try {
    return getArgumentValues(definition, field, variables);
  } catch {
    return undefined;
  }
}

function denial(question: Question, caller: Caller): GraphQLError {
  const anonymous = caller.kind !== 'user';
  const { extensions, message } = anonymous
    ? refuse('UNAUTHENTICATED', `Sign in to use ${question.coordinate}.`)
    : refuse('FORBIDDEN', `You may not use ${question.coordinate}.`);
  return new Fault(message, { nodes: question.field, path: question.path, extensions });
}
