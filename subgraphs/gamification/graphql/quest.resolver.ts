import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { claimQuest } from '../actions/claim-quest.ts';
import { createQuest, retireQuest } from '../actions/create-quest.ts';
import { isUnlocked } from '../domain/quest.ts';
import { ownQuests, type QuestPlayed } from '../reads/own-quests.ts';
import { QuestAlreadyClaimed, QuestCodeTaken, QuestExpired, QuestInvalid, QuestNotCompleted } from './game.refusals.ts';
import {
  ClaimQuestInput,
  CreateQuestInput,
  PlayerQuestType,
  QuestClaimed,
  QuestCreated,
  QuestKind,
  QuestRetired,
  QuestStatus,
  RetireQuestInput,
} from './quest.type.ts';

const ClaimQuestResult = resultUnion('ClaimQuestResult', [
  QuestClaimed,
  NotFound,
  QuestNotCompleted,
  QuestAlreadyClaimed,
  QuestExpired,
  IdempotencyKeyReused,
]);
const CreateQuestResult = resultUnion('CreateQuestResult', [QuestCreated, QuestInvalid, QuestCodeTaken]);
const RetireQuestResult = resultUnion('RetireQuestResult', [QuestRetired, NotFound]);

@Resolver()
export class QuestResolver {
  @Directive('@authenticated')
  @Query(() => [PlayerQuestType], {
    nullable: true,
    description: 'What there is to do today, this week and from the start, and what waits to be claimed (at most 50).',
  })
  async myQuests(@Ctx() scope: Scope): Promise<PlayerQuestType[]> {
    return (await ownQuests(scope, scope.caller.userId ?? '')).map(toPlayerQuest);
  }

  @Directive('@authenticated')
  @Mutation(() => ClaimQuestResult, {
    nullable: true,
    description: 'Claims the reward of a completed quest, once: XP at once, and BUZ by way of the ledger.',
  })
  async claimQuest(
    @Arg('input', { description: 'Which.' }) input: ClaimQuestInput,
    @Ctx() scope: Scope,
  ): Promise<QuestClaimed | Refusal> {
    return claimQuest(scope, input);
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => CreateQuestResult, { nullable: true, description: 'Adds a quest, played from now on.' })
  async createQuest(
    @Arg('input', { description: 'The quest.' }) input: CreateQuestInput,
    @Ctx() scope: Scope,
  ): Promise<QuestCreated | Refusal> {
    return createQuest(scope, input);
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => RetireQuestResult, {
    nullable: true,
    description: 'Ends a quest; what is completed can still be claimed.',
  })
  async retireQuest(
    @Arg('input', { description: 'Which.' }) input: RetireQuestInput,
    @Ctx() scope: Scope,
  ): Promise<QuestRetired | Refusal> {
    return retireQuest(scope, input);
  }
}

function toPlayerQuest({ quest, played }: QuestPlayed): PlayerQuestType {
  return {
    id: played.id,
    code: quest.code,
    title: quest.title,
    kind: quest.kind as QuestKind,
    status: statusOf(played),
    steps: quest.steps.map((step) => ({
      key: step.key,
      title: step.title,
      after: [...step.after],
      count: step.count,
      done: played.counts[step.key] ?? 0,
      unlocked: isUnlocked(quest, step, played.counts),
    })),
    lastDay: played.lastDay,
    claimUntil: played.claimUntil,
    completedAt: played.completedAt,
    claimedAt: played.claimedAt,
  };
}

function statusOf(played: QuestPlayed['played']): QuestStatus {
  if (played.claimedAt) return QuestStatus.CLAIMED;
  return played.completedAt ? QuestStatus.COMPLETED : QuestStatus.OPEN;
}
