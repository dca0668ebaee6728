import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { planStreakPause, repairStreak, setTimeZone, type Steered } from '../actions/steer-streak.ts';
import { MOST_FREEZES } from '../domain/streak.ts';
import { gameExport } from '../reads/game-export.ts';
import { playerLoader } from '../reads/player.loader.ts';
import { dayOfPlayer, whyBroken } from '../reads/streaks.ts';
import { freezesLoader, streaksLoader, zoneLoader } from '../reads/streaks.loader.ts';
import { GamificationProfile } from './player.type.ts';
import {
  PlanStreakPauseInput,
  PlayerDay,
  RepairStreakInput,
  SetTimeZoneInput,
  StreakBreak,
  StreakFreezes,
  StreakKindEnum,
  StreakNotRepairable,
  StreakPauseInvalid,
  StreakPauseTooSoon,
  StreakSteered,
  StreakType,
  TimeZoneUnknown,
} from './streak.type.ts';

const SetTimeZoneResult = resultUnion('SetTimeZoneResult', [StreakSteered, TimeZoneUnknown]);
const PlanStreakPauseResult = resultUnion('PlanStreakPauseResult', [
  StreakSteered,
  StreakPauseInvalid,
  StreakPauseTooSoon,
]);
const RepairStreakResult = resultUnion('RepairStreakResult', [StreakSteered, StreakNotRepairable]);

@Resolver(() => GamificationProfile)
export class StreakResolver {
  @Directive('@authenticated')
  @FieldResolver(() => [StreakType], {
    nullable: true,
    description: 'The streaks of logins and of activity. Your own, unless you hold gamification.admin.',
  })
  async streaks(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<StreakType[]> {
    const streaks = await scope.loader(streaksLoader).load(player.userId);
    return streaks.map(({ dueAt, ...streak }) => ({ ...streak, kind: StreakKindEnum[streak.kind], safeUntil: dueAt }));
  }

  @Directive('@authenticated')
  @FieldResolver(() => StreakFreezes, { nullable: true, description: 'What covers a missed day.' })
  async streakFreezes(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<StreakFreezes> {
    return { ...(await scope.loader(freezesLoader).load(player.userId)), most: MOST_FREEZES };
  }

  @Directive('@authenticated')
  @FieldResolver(() => PlayerDay, {
    nullable: true,
    description: 'Where and when your days begin; UTC until you say so.',
  })
  async playerDay(@Root() player: GamificationProfile, @Ctx() scope: Scope): Promise<PlayerDay> {
    return dayOfPlayer(scope, await scope.loader(zoneLoader).load(player.userId));
  }

  @Directive('@authenticated')
  @Query(() => StreakBreak, {
    nullable: true,
    description: 'Why your last streak ended: the missing days and the zone. Null when none has.',
  })
  async whyDidMyStreakBreak(
    @Arg('streak', () => StreakKindEnum, { description: 'Which.' }) streak: StreakKindEnum,
    @Ctx() scope: Scope,
  ): Promise<StreakBreak | null> {
    return whyBroken(scope, streak);
  }

  @Directive('@authenticated')
  @Query(() => String, {
    nullable: true,
    description: 'Everything that the game keeps about you, as JSON text: one list of rows per table.',
  })
  async myGameExport(@Ctx() scope: Scope): Promise<string> {
    return gameExport(scope);
  }
}

@Resolver()
export class SteerStreakResolver {
  @Directive('@authenticated')
  @Mutation(() => SetTimeZoneResult, {
    nullable: true,
    description: 'Says where you are from now on. Days that counted stay as they are.',
  })
  async setTimeZone(
    @Arg('input', { description: 'The zone, and when your days begin.' }) input: SetTimeZoneInput,
    @Ctx() scope: Scope,
  ): Promise<StreakSteered | Refusal> {
    return steered(scope, await setTimeZone(scope, { zone: input.zone, dayStartHour: input.dayStartHour }));
  }

  @Directive('@authenticated')
  @Mutation(() => PlanStreakPauseResult, { nullable: true, description: 'Days off that keep your streaks alive.' })
  async planStreakPause(
    @Arg('input', { description: 'From when to when.' }) input: PlanStreakPauseInput,
    @Ctx() scope: Scope,
  ): Promise<StreakSteered | Refusal> {
    return steered(scope, await planStreakPause(scope, { firstDay: input.firstDay, lastDay: input.lastDay }));
  }

  @Directive('@authenticated')
  @Mutation(() => RepairStreakResult, {
    nullable: true,
    description: 'Covers one or two missed days, until two days after them and once in thirty days.',
  })
  async repairStreak(
    @Arg('input', { description: 'Which streak.' }) input: RepairStreakInput,
    @Ctx() scope: Scope,
  ): Promise<StreakSteered | Refusal> {
    return steered(scope, await repairStreak(scope, input.streak));
  }
}

async function steered(scope: Scope, outcome: Steered | Refusal): Promise<StreakSteered | Refusal> {
  if (isRefusal(outcome)) return outcome;
  return { profile: await scope.loader(playerLoader).load(outcome.userId) };
}
