import type { GraphQLError } from 'graphql';
import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLError as Fault,
  GraphQLSkipDirective,
} from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import { refuse } from '../guard/refusals.ts';
import { allows } from './rules.ts';
import type { Question } from './walk-operation.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface DeniedQuestion {
  readonly question: Question;
  readonly index: number;
}

/** The questions of an operation to which the answer is no, up to `max`. */
export async function deniedOf(
  questions: readonly Question[],
  variables: Variables,
  caller: Caller,
  max: number,
): Promise<DeniedQuestion[]> {
  const cache = {};
  const answers = new Map<string, boolean>();
  const denied: DeniedQuestion[] = [];
  for (const [index, question] of questions.entries()) {
    if (!question.conditions.every((node) => isIncluded(node, variables))) continue;
    const args = argumentsOf(question, variables);
    const known = question.asksArguments ? undefined : answers.get(question.coordinate);
    const allowed = known ?? (args !== undefined && (await allows(question.rule, caller, args, cache)));
    answers.set(question.coordinate, allowed);
    if (!allowed) denied.push({ question, index });
    if (denied.length === max) break;
  }
  return denied;
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

export function denial(coordinate: string, path: readonly (string | number)[], caller: Caller): GraphQLError {
  const { extensions, message } =
    caller.kind === 'user'
      ? refuse('FORBIDDEN', `You may not use ${coordinate}.`)
      : refuse('UNAUTHENTICATED', `Sign in to use ${coordinate}.`);
  return new Fault(message, { path, extensions });
}
