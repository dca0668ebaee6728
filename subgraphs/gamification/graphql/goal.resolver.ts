import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { changeGoalStatus, createGoal, deleteGoal, recordGoalProgress, updateGoal } from '../actions/pursue-goal.ts';
import { goalLoader, goalsOf } from '../reads/social-lists.ts';
import { GoalInvalid, GoalOutdated, GoalsFull, GoalTransitionRefused } from './game.refusals.ts';
import {
  ChangeGoalStatusInput,
  CreateGoalInput,
  DeleteGoalInput,
  GoalConnection,
  GoalDeleted,
  GoalSaved,
  GoalStatus,
  GoalType,
  RecordGoalProgressInput,
  UpdateGoalInput,
} from './goal.type.ts';

const CreateGoalResult = resultUnion('CreateGoalResult', [GoalSaved, GoalInvalid, GoalsFull]);
const UpdateGoalResult = resultUnion('UpdateGoalResult', [
  GoalSaved,
  NotFound,
  GoalInvalid,
  GoalOutdated,
  GoalTransitionRefused,
]);
const ChangeGoalStatusResult = resultUnion('ChangeGoalStatusResult', [
  GoalSaved,
  NotFound,
  GoalOutdated,
  GoalTransitionRefused,
]);
const DeleteGoalResult = resultUnion('DeleteGoalResult', [GoalDeleted, NotFound, GoalOutdated]);
const RecordGoalProgressResult = resultUnion('RecordGoalProgressResult', [
  GoalSaved,
  NotFound,
  GoalOutdated,
  GoalTransitionRefused,
  IdempotencyKeyReused,
]);

@Resolver(() => GoalSaved)
export class GoalResolver {
  @Directive('@authenticated')
  @Query(() => GoalConnection, { nullable: true, description: "One's own goals, newest first." })
  async myGoals(
    @Arg('status', () => GoalStatus, { nullable: true, description: 'Only those.' }) status: GoalStatus | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ) {
    return readConnection(
      scope,
      { name: 'myGoals', filter: status ?? null },
      page,
      (request) => goalsOf(scope, scope.caller.userId ?? '', status ?? null, request),
      (goal): GoalType => goal as GoalType,
    );
  }

  @FieldResolver(() => GoalType, { nullable: true, description: 'The goal as it is now.' })
  async goal(@Root() saved: GoalSaved, @Ctx() scope: Scope): Promise<GoalType | null> {
    return scope.loader(goalLoader).load(saved.goalId) as Promise<GoalType | null>;
  }

  @Directive('@authenticated')
  @Mutation(() => CreateGoalResult, { nullable: true, description: 'Sets oneself a goal.' })
  async createGoal(
    @Arg('input', { description: 'The goal.' }) input: CreateGoalInput,
    @Ctx() scope: Scope,
  ): Promise<GoalSaved | Refusal> {
    return createGoal(scope, { ...input, deadline: input.deadline ?? null });
  }

  @Directive('@authenticated')
  @Mutation(() => UpdateGoalResult, { nullable: true, description: "Changes what one's own goal is." })
  async updateGoal(
    @Arg('input', { description: 'The change.' }) input: UpdateGoalInput,
    @Ctx() scope: Scope,
  ): Promise<GoalSaved | Refusal> {
    const { goalId, version, title, target, unit, priority, deadline } = input;
    return updateGoal(scope, {
      goalId,
      version,
      ...(title != null && { title }),
      ...(target != null && { target }),
      ...(unit != null && { unit }),
      ...(priority != null && { priority }),
      ...(deadline !== undefined && { deadline }),
    });
  }

  @Directive('@authenticated')
  @Mutation(() => ChangeGoalStatusResult, { nullable: true, description: "Pauses, resumes or cancels one's own goal." })
  async changeGoalStatus(
    @Arg('input', { description: 'Which, and what becomes of it.' }) input: ChangeGoalStatusInput,
    @Ctx() scope: Scope,
  ): Promise<GoalSaved | Refusal> {
    return changeGoalStatus(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => DeleteGoalResult, { nullable: true, description: "Removes one's own goal; what it earned stays." })
  async deleteGoal(
    @Arg('input', { description: 'Which.' }) input: DeleteGoalInput,
    @Ctx() scope: Scope,
  ): Promise<GoalDeleted | Refusal> {
    return deleteGoal(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => RecordGoalProgressResult, {
    nullable: true,
    description: 'Says how far one is; reaching the target completes the goal, once.',
  })
  async recordGoalProgress(
    @Arg('input', { description: 'How far.' }) input: RecordGoalProgressInput,
    @Ctx() scope: Scope,
  ): Promise<GoalSaved | Refusal> {
    const saved = await recordGoalProgress(scope, input);
    return isRefusal(saved) ? saved : { goalId: saved.goalId };
  }
}
