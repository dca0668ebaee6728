import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import { GraphQLError, isInterfaceType, isObjectType, type DocumentNode, type GraphQLSchema } from 'graphql';
import { itemsOf } from '../plan/split-fetch.ts';
import { narrowedTo, type Idle } from './narrowed-fetch.ts';
import { divided } from './part-fetches.ts';
import { doubtsIn, type Doubt } from './soundness.ts';
import { waysAsked } from './ways-asked.ts';
import type { Ground } from './ground.ts';

/** How a plan became one that can be trusted. */
export type Mending =
  /** as the planner made it */
  | 'none'
  /** its fetches were divided by what their fields need */
  | 'divided'
  /** planned again, with the fields of @requires chains apart */
  | 'apart'
  /** not at all, but the operation has parts that are deferred, and is answered whole */
  | 'whole'
  /** not at all: the operation is refused */
  | 'refused';

/** A plan of the planner's that could not be run as it was. */
export interface DoubtfulPlan {
  readonly operationName: string | undefined;
  readonly mending: Exclude<Mending, 'none'>;
  /** `base: Post.headline ASKED_EARLY` */
  readonly doubts: readonly string[];
}

export interface Mended {
  readonly plan: QueryPlan;
  readonly mending: Mending;
  /** What was wrong with the plan. */
  readonly found: readonly Doubt[];
  /** What still is: empty when it can be trusted. */
  readonly doubts: readonly Doubt[];
}

/** The code of an operation for which no plan was found that gives every subgraph what it needs. */
export const PLAN_UNSOUND = 'PLAN_UNSOUND';

/** Names only what clients may know of. */
export function planUnsound(
  doubts: readonly Doubt[],
  { apiSchema }: { readonly apiSchema: GraphQLSchema },
): GraphQLError {
  const open = doubts.filter(({ type, field }) => {
    const known = apiSchema.getType(type);
    return (isObjectType(known) || isInterfaceType(known)) && known.getFields()[field] !== undefined;
  });
  const fields = [...new Set(open.map(({ type, field }) => `${type}.${field}`))];
  const which = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  const message = `This combination of fields cannot be answered correctly in one operation${which}: ask for them in several operations.`;
  return new GraphQLError(message, { extensions: { code: PLAN_UNSOUND } });
}

/** The planner found no plan at all. */
export function noPlanFound(): GraphQLError {
  const message = 'This combination of fields cannot be answered: ask for fewer of them at once, or for others.';
  return new GraphQLError(message, { extensions: { code: PLAN_UNSOUND } });
}

export function textsOf(doubts: readonly Doubt[]): string[] {
  return [...new Set(doubts.map(({ fetch, type, field, why }) => `${fetch.serviceName}: ${type}.${field} ${why}`))];
}

/** The plan itself when it can be trusted, else what dividing its doubtful fetches makes of it. */
export function mended(
  plan: QueryPlan,
  document: DocumentNode,
  operationName: string | undefined,
  ground: Ground,
): Mended {
  const doubts = doubtsIn(plan, ground);
  if (doubts.length === 0) return { plan, mending: 'none', found: doubts, doubts };
  const doubtful = new Set(doubts.map(({ fetch }) => fetch));
  const parts = divided(plan, ground, (fetch) => doubtful.has(fetch));
  const idle = doubtsIn(parts, ground).flatMap((doubt) => idleOf(doubt, document, operationName, ground));
  const left = narrowedTo(parts, idle, ground);
  return { plan: left, mending: 'divided', found: doubts, doubts: doubtsIn(left, ground) };
}

/** What is asked of objects of a type although the client does not want it of them, or not always. */
function idleOf(
  { why, fetch, keys, type }: Doubt,
  document: DocumentNode,
  operationName: string | undefined,
  ground: Ground,
): Idle[] {
  if (why === 'ASKED_EARLY') return [];
  const ways = waysAsked({ document, operationName, keys, type, fields: fieldsOf(fetch) }, ground);
  return ways.some((way) => way.size === 0) ? [] : [{ fetch, type, ways }];
}

function fieldsOf(fetch: FetchNode): ReadonlySet<string> {
  return new Set(itemsOf(fetch.operationDocumentNode!).map(({ field }) => field.name.value));
}
