import { LiveBoardResolver } from './board-live.resolver.ts';
import { BoardResolver, RankResolver } from './board.resolver.ts';
import { LeagueResolver } from './league.resolver.ts';

export const boardResolvers = [BoardResolver, RankResolver, LiveBoardResolver, LeagueResolver];
