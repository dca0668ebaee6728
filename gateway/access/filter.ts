import type { DocumentNode, FragmentDefinitionNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import { Kind, visit } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { AccessMap } from './access-map.ts';
import { denial, deniedOf, type DeniedQuestion, type Variables } from './ask.ts';
import { Denied } from './denied.ts';
import type { Question } from './walk-operation.ts';
import { walkOperation } from './walk-operation.ts';
import { withNulls } from './with-nulls.ts';
import { withoutDenied, type Fragments } from './without-denied.ts';

/** How many denials one answer tells of. */
const MAX_DENIALS = 100;
/** Callers differ in little: so many parts of one operation are kept. */
const MAX_KEPT = 50;

/** The part of an operation that a caller may have. */
export interface Filtered {
  /** To be planned and run instead: nothing of it is denied. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Tells it apart from other parts of the same operation. */
  readonly variant: string;
  /** Nothing is left to run. */
  readonly isEmpty: boolean;
  /** All that is denied of it, by the places in the operation. */
  readonly denials: readonly GraphQLError[];
  /** What the client is told: the fields that it asked for, null where they are denied, and which those are. */
  complete(data: Record<string, unknown>): Completed;
  /** What of the part is denied to the caller by now. */
  further(caller: Caller): Promise<readonly GraphQLError[]>;
}

export interface Completed {
  readonly data: Record<string, unknown> | null;
  readonly denials: readonly GraphQLError[];
}

interface Walked {
  readonly questions: readonly Question[];
  readonly fragments: Fragments;
  /** A response key that the client does not use. */
  readonly typename: string;
  readonly parts: Map<string, DocumentNode>;
}

/** Takes out of an operation what a caller may not have, so that nobody is asked for it. */
export class AccessFilter {
  private readonly walked = new WeakMap<OperationDefinitionNode, Walked>();

  constructor(private readonly map: AccessMap) {}

  async filtered(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    caller: Caller,
  ): Promise<Filtered | undefined> {
    const walked = this.walkedOf(document, operation);
    const { questions, fragments, typename } = walked;
    const found = await deniedOf(questions, variables, caller, Infinity);
    if (found.length === 0) return undefined;
    const asked = found.map(({ question }) => question);
    const denied = new Denied(this.map, asked);
    const variant = found.map(({ index }) => index).join('.');
    const part = partOf(walked, variant, () => withoutDenied(operation, fragments, this.map.schema, denied, typename));
    const left = part.definitions[0] as OperationDefinitionNode;
    const known = new Set(found.map(({ index }) => index));
    const what = { schema: this.map.schema, operation, fragments, variables, denied, typename };
    const complete = (data: Record<string, unknown>): Completed => {
      const denials: GraphQLError[] = [];
      const tell = (coordinate: string, path: readonly (string | number)[]): void => {
        if (denials.length < MAX_DENIALS) denials.push(denial(coordinate, path, caller));
      };
      return { data: withNulls(data, { ...what, tell }), denials };
    };
    return {
      document: part,
      operation: left,
      variant,
      isEmpty: left.selectionSet.selections.every((each) => each.kind === Kind.FIELD && each.alias?.value === typename),
      denials: distinct(found).map(({ question: { coordinate, path } }) => denial(coordinate, path, caller)),
      complete,
      further: async (whose) => {
        const now = await deniedOf(questions, variables, whose, Infinity);
        const more = distinct(now.filter(({ index }) => !known.has(index)));
        return more.map(({ question: { coordinate, path } }) => denial(coordinate, path, whose));
      },
    };
  }

  private walkedOf(document: DocumentNode, operation: OperationDefinitionNode): Walked {
    let walked = this.walked.get(operation);
    if (walked) return walked;
    const questions = walkOperation(document, operation, this.map, true);
    walked = { questions, fragments: fragmentsOf(document), typename: unusedKey(document), parts: new Map() };
    this.walked.set(operation, walked);
    return walked;
  }
}

function partOf({ parts }: Walked, variant: string, make: () => DocumentNode): DocumentNode {
  const known = parts.get(variant);
  if (known) return known;
  if (parts.size >= MAX_KEPT) parts.clear();
  const part = make();
  parts.set(variant, part);
  return part;
}

/** One denial per coordinate and place, however many selections meet there. */
function distinct(found: readonly DeniedQuestion[]): DeniedQuestion[] {
  const places = new Map<string, DeniedQuestion>();
  for (const one of found) {
    const place = `${one.question.coordinate} ${one.question.path.join('.')}`;
    if (!places.has(place)) places.set(place, one);
  }
  return [...places.values()].slice(0, MAX_DENIALS);
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return fragments;
}

function unusedKey(document: DocumentNode): string {
  const used = new Set<string>();
  visit(document, { Field: ({ alias, name }) => void used.add((alias ?? name).value) });
  let key = 'door_typename';
  while (used.has(key)) key += '_';
  return key;
}
