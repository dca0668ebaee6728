import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { currentLeague, leagueHistory } from '../reads/league.ts';
import { rowOf } from './board.resolver.ts';
import { League, LeagueWeek, LeagueWeekConnection } from './league.type.ts';

@Resolver()
export class LeagueResolver {
  @Directive('@authenticated')
  @Query(() => League, {
    nullable: true,
    description: 'Your league of this week; null before your first XP of the week.',
  })
  async myLeague(@Ctx() scope: Scope): Promise<League | null> {
    const league = await currentLeague(scope);
    return league && { ...league, standings: league.standings.map(rowOf) };
  }

  @Directive('@authenticated')
  @Query(() => LeagueWeekConnection, { nullable: true, description: 'Your closed weeks, newest first.' })
  async leagueHistory(@Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope): Promise<Connection<LeagueWeek>> {
    return readConnection(
      scope,
      { name: 'leagueHistory' },
      page,
      (request) => leagueHistory(scope, request),
      ({ week, tier, score, place, outcome }) => ({ week, tier, score, place, outcome }),
    );
  }
}
