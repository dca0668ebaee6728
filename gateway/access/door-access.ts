import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import { AccessMap } from './access-map.ts';
import { denial, deniedOf, type Variables } from './ask.ts';
import { AccessFilter, type Filtered } from './filter.ts';
import type { Policies } from './rules.ts';
import type { Question } from './walk-operation.ts';
import { walkOperation } from './walk-operation.ts';

const MAX_DENIALS = 10;

/**
 * The first layer of access: the directives of the supergraph, asked before planning. One denial refuses the whole operation: nothing of
 * it has run yet, and a client learns exactly which field to leave out. Or the operation is run without what is denied (`filtered`).
 */
export class DoorAccess {
  private readonly map: AccessMap;
  private readonly filter: AccessFilter;
  private readonly walked = new WeakMap<OperationDefinitionNode, Question[]>();

  constructor(supergraphSdl: string, policies: Policies = {}) {
    this.map = AccessMap.read(supergraphSdl, policies).perType();
    this.filter = new AccessFilter(this.map);
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
    const denied = await deniedOf(this.questionsOf(document, operation), variables, caller, MAX_DENIALS);
    return denied.map(({ question: { coordinate, path } }) => denial(coordinate, path, caller));
  }

  /** Whether the same caller's denials stay what they are: no policy decides, which may look at the clock or elsewhere. */
  lasts(document: DocumentNode, operation: OperationDefinitionNode): boolean {
    return this.questionsOf(document, operation).every(({ asksArguments }) => !asksArguments);
  }

  /** The part that the caller may have; undefined when that is all of it. */
  filtered(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    caller: Caller,
  ): Promise<Filtered | undefined> {
    return this.filter.filtered(document, operation, variables, caller);
  }

  private questionsOf(document: DocumentNode, operation: OperationDefinitionNode): Question[] {
    let questions = this.walked.get(operation);
    if (!questions) this.walked.set(operation, (questions = walkOperation(document, operation, this.map)));
    return questions;
  }
}
