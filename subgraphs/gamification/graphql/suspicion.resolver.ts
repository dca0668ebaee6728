import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { reviewSuspicion } from '../actions/review-suspicion.ts';
import type { Suspicion } from '../domain/suspicion.ts';
import { seenFactLoader, suspicion, suspicions } from '../reads/suspicions.ts';
import type { User } from './player.type.ts';
import {
  ReviewSuspicionInput,
  SuspicionConnection,
  SuspicionDecided,
  SuspicionFactsInvalid,
  SuspicionReviewed,
  SuspicionType,
  SuspiciousFact,
} from './suspicion.type.ts';

const ReviewSuspicionResult = resultUnion('ReviewSuspicionResult', [
  SuspicionReviewed,
  NotFound,
  SuspicionDecided,
  SuspicionFactsInvalid,
  IdempotencyKeyReused,
]);

@Resolver(() => SuspicionType)
export class SuspicionResolver {
  @FieldResolver(() => [SuspiciousFact], { description: 'What it is about, newest first, 200 at most.' })
  async facts(@Root() { factIds }: SuspicionType, @Ctx() scope: Scope): Promise<SuspiciousFact[]> {
    const facts = await scope.loader(seenFactLoader).loadMany(factIds);
    return facts.flatMap((fact) => {
      if (fact instanceof Error) throw fact;
      if (!fact) return [];
      const { id, kind, userId, happenedAt, takenBack } = fact;
      return [{ id, kind, user: { id: userId }, happenedAt, takenBack }];
    });
  }
}

@Resolver()
export class SuspicionReviewResolver {
  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Query(() => SuspicionConnection, { nullable: true, description: 'What looks like farming, oldest first.' })
  async suspicions(
    @Arg('open', { defaultValue: true, description: 'What waits for a decision, or what was decided.' }) open: boolean,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<SuspicionType>> {
    return readConnection(
      scope,
      { name: 'suspicions', filter: open },
      page,
      (request) => suspicions(scope, open, request),
      toSuspicion,
    );
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => ReviewSuspicionResult, {
    nullable: true,
    description: 'Dismisses a suspicion, or takes the named facts back with what followed from them. Once; audited.',
  })
  async reviewSuspicion(
    @Arg('input', { description: 'Which, what and why.' }) input: ReviewSuspicionInput,
    @Ctx() scope: Scope,
  ): Promise<SuspicionReviewed | Refusal> {
    const outcome = await reviewSuspicion(scope, { ...input });
    if (isRefusal(outcome)) return outcome;
    const decided = await suspicion(scope, outcome.suspicionId);
    return { suspicion: decided && toSuspicion(decided) };
  }
}

const userOf = (id: string | null): User | null => (id === null ? null : { id });

/** The graph's enums have the words of the domain. */
function toSuspicion(row: Suspicion): SuspicionType {
  const { measured, userId, counterpartId, decidedById, takenBackIds: _, ...rest } = row;
  const people = { user: userOf(userId), counterpart: userOf(counterpartId), decidedBy: userOf(decidedById) };
  return { ...rest, ...measured, ...people } as unknown as SuspicionType;
}
