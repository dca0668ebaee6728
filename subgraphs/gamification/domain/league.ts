/** The tiers of the weekly leagues, lowest first; a player begins in the lowest. */
export const LEAGUE_TIERS = ['BRONZE', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'] as const;
export type LeagueTier = (typeof LEAGUE_TIERS)[number];
export type LeagueOutcome = 'PROMOTED' | 'STAYED' | 'DEMOTED';

/** Seats of a league. */
export const LEAGUE_SEATS = 30;

/** One of a league's players at its close, or while it runs. */
export interface Contestant {
  readonly userId: string;
  readonly score: number;
  /** Epoch milliseconds of business time at which the score was reached. */
  readonly reachedAt: number;
  /** Suspended players keep their seat and their score, and take no place. */
  readonly absent: boolean;
}

export interface Final {
  readonly userId: string;
  /** From 1; null for who is absent. */
  readonly place: number | null;
  readonly outcome: LeagueOutcome;
  /** The tier of the next league. */
  readonly nextTier: LeagueTier;
}

/** Score first, then who reached it earlier, then the smaller id: an order in which no two are equal. */
export function inLeagueOrder<One extends Contestant>(players: readonly One[]): One[] {
  return players
    .filter(({ absent }) => !absent)
    .toSorted((a, b) => b.score - a.score || a.reachedAt - b.reachedAt || (a.userId < b.userId ? -1 : 1));
}

/** How many go up, and as many down: a fifth of those who take a place, rounded down, so 6 of 30 and nobody of fewer than 5. */
export const movingPlaces = (placed: number): number => Math.floor(placed / 5);

/**
 * Closes a league: a pure function of what its players have. The first fifth goes up a tier when it has a score above zero, the last fifth
 * down; from the highest tier nobody goes up, from the lowest nobody down.
 */
export function finalsOf(tier: LeagueTier, players: readonly Contestant[]): Final[] {
  const order = inLeagueOrder(players);
  const moving = movingPlaces(order.length);
  const at = LEAGUE_TIERS.indexOf(tier);
  const [above, below] = [LEAGUE_TIERS[at + 1], LEAGUE_TIERS[at - 1]];
  const placed = order.map(({ userId, score }, index): Final => {
    const place = index + 1;
    if (above && place <= moving && score > 0) return { userId, place, outcome: 'PROMOTED', nextTier: above };
    if (below && place > order.length - moving) return { userId, place, outcome: 'DEMOTED', nextTier: below };
    return { userId, place, outcome: 'STAYED', nextTier: tier };
  });
  const absent = players.filter((player) => player.absent);
  return [
    ...placed,
    ...absent.map(({ userId }): Final => ({ userId, place: null, outcome: 'STAYED', nextTier: tier })),
  ];
}

export interface OpenLeague {
  readonly id: string;
  readonly tier: LeagueTier;
  readonly seats: number;
}

export interface Seat {
  readonly userId: string;
  readonly leagueId: string;
  readonly tier: LeagueTier;
  readonly seat: number;
}

/** Gives those who wait, in their order, the free seats of open leagues of their tier, then of new ones. */
export function seatsFor(
  waiting: readonly { readonly userId: string; readonly tier: LeagueTier }[],
  open: readonly OpenLeague[],
  newLeagueId: () => string,
): { seats: Seat[]; opened: { id: string; tier: LeagueTier }[] } {
  const leagues = open.map((league) => ({ ...league }));
  const opened: { id: string; tier: LeagueTier }[] = [];
  const seats = waiting.map(({ userId, tier }): Seat => {
    let league = leagues.find((one) => one.tier === tier && one.seats < LEAGUE_SEATS);
    if (!league) {
      league = { id: newLeagueId(), tier, seats: 0 };
      leagues.push(league);
      opened.push({ id: league.id, tier });
    }
    league.seats += 1;
    return { userId, leagueId: league.id, tier, seat: league.seats };
  });
  return { seats, opened };
}
