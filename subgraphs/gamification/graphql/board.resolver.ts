import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { setBoardPrivacy } from '../actions/set-board-privacy.ts';
import { leaderboard, openBoard, rankAroundMe, type BoardChoice, type Standing } from '../reads/leaderboard.ts';
import { rankLoader } from '../reads/rank.loader.ts';
import { visiblePlayer } from '../reads/visible-player.ts';
import {
  BoardPeriodEnum,
  BoardPrivacySet,
  BoardRow,
  BoardRowConnection,
  BoardScopeEnum,
  SetBoardPrivacyInput,
} from './board.type.ts';
import { GamificationProfile } from './player.type.ts';

const SetBoardPrivacyResult = resultUnion('SetBoardPrivacyResult', [BoardPrivacySet]);
const PERIOD = { defaultValue: BoardPeriodEnum.ALL_TIME, description: 'What it counts over.' };
const BOARD = { defaultValue: BoardScopeEnum.EVERYBODY, description: 'Who is on it.' };
const VENTURE = { nullable: true, description: 'With VENTURE: which.' };

@Resolver()
export class BoardResolver {
  @Directive('@authenticated')
  @Query(() => BoardRowConnection, {
    nullable: true,
    description:
      'Players by XP, the most first; null for a venture whose member you are not, and for a cohort before you play.',
  })
  async leaderboard(
    @Arg('board', () => BoardScopeEnum, BOARD) board: BoardScopeEnum,
    @Arg('period', () => BoardPeriodEnum, PERIOD) period: BoardPeriodEnum,
    @Arg('ventureId', () => ID, VENTURE) ventureId: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<BoardRow> | null> {
    const choice: BoardChoice = { board, period, ventureId: ventureId ?? null };
    const open = await openBoard(scope, choice);
    if (!open) return null;
    return readConnection(
      scope,
      { name: 'leaderboard', filter: choice },
      page,
      (request) => leaderboard(scope, open, request),
      rowOf,
    );
  }

  @Directive('@authenticated')
  @Query(() => [BoardRow], {
    nullable: true,
    description:
      'You, the five above and the five below; empty when you have no XP in the period, null for a venture whose member you are not, and for a cohort before you play.',
  })
  async rankAroundMe(
    @Arg('board', () => BoardScopeEnum, BOARD) board: BoardScopeEnum,
    @Arg('period', () => BoardPeriodEnum, PERIOD) period: BoardPeriodEnum,
    @Arg('ventureId', () => ID, VENTURE) ventureId: string | null,
    @Ctx() scope: Scope,
  ): Promise<BoardRow[] | null> {
    const open = await openBoard(scope, { board, period, ventureId: ventureId ?? null });
    return open && (await rankAroundMe(scope, open)).map(rowOf);
  }

  @Directive('@authenticated')
  @Mutation(() => SetBoardPrivacyResult, { nullable: true, description: 'Chooses whether you are named on boards.' })
  async setBoardPrivacy(
    @Arg('input', { description: 'The choice.' }) input: SetBoardPrivacyInput,
    @Ctx() scope: Scope,
  ): Promise<BoardPrivacySet> {
    const { isPublic } = await setBoardPrivacy(scope, input);
    return { isPublic, profile: await visiblePlayer(scope, scope.caller.userId!) };
  }
}

@Resolver(() => GamificationProfile)
export class RankResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'The exact rank among all players: 1 + number strictly above. Null without XP in the period, and while suspended.',
  })
  async rank(
    @Root() player: GamificationProfile,
    @Arg('period', () => BoardPeriodEnum, PERIOD) period: BoardPeriodEnum,
    @Ctx() scope: Scope,
  ): Promise<number | null> {
    return scope.loader(rankLoader).load({ userId: player.userId, period });
  }
}

/** A row without a user id is one whose player is not to be named. */
export function rowOf({ userId, ...row }: Standing): BoardRow {
  return { ...row, user: userId === null ? null : { id: userId } };
}
