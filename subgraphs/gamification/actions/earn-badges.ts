import { countersIn, holds, type Badge, type Standing } from '../domain/badge.ts';
import { leavesOf } from '../domain/badge-rule.ts';
import { derivedId, type Fact } from '../domain/fact.ts';
import { REPUTATION_COUNTERS } from '../domain/reputation.ts';
import { badgeEarned, badgeRevoked } from '../published/gamification.events.ts';
import { endAward, insertAward, readAwards, readBadges, type BadgeAward } from '../storage/badges.store.ts';
import { readEvidence } from '../storage/counted-facts.store.ts';
import { readLongestStreak } from '../storage/longest-streak.store.ts';
import type { Consequence, Play } from './consequence.ts';
import { countFor } from './count-facts.ts';
import { localDateOf } from './local-date.ts';

/** The fact that a badge is: what it is worth is a rule of the XP ledger. */
export const ACHIEVEMENT = 'ACHIEVEMENT_UNLOCKED';
/** An administrator took a badge back; `detail.because` says why. Its subject is the badge. */
export const BADGE_BARRED = 'BADGE_BARRED';
/** A badge that was made later was looked at for a player who had earned it before. Its subject is the badge. */
export const BADGE_REVIEWED = 'BADGE_REVIEWED';

/** The most facts that one part of a rule shows as evidence. */
const MOST_EVIDENCE = 200;
const UNDONE = 'What it was earned with was taken back.';

/** Badges follow from facts: counted at once, earned when the rule holds, taken back when it holds no more. */
export const earnBadges: Consequence = {
  name: 'badges',

  async follow(play) {
    const game = await standingAfter(play, play.fact, play.localDate, 1);
    if (play.fact.kind === BADGE_BARRED) return bar(play, game);
    for (let badge = nextEarned(play, game); badge; badge = nextEarned(play, game)) await earn(play, game, badge);
  },

  async takeBack(play, taken) {
    const localDate = await localDateOf(play.tx.sql, taken);
    const game = await standingAfter(play, taken, localDate, -1);
    await loseLapsed(play, game);
  },
};

/** The player's standing with the catalogue and the awards, kept true while badges come and go. */
interface Game extends Standing {
  readonly badges: readonly Badge[];
  readonly held: Set<string>;
  readonly awards: BadgeAward[];
}

async function standingAfter(play: Play, counted: Fact, localDate: string, by: 1 | -1): Promise<Game> {
  const { sql } = play.tx;
  const badges = await readBadges(sql);
  const tracked = new Map([...REPUTATION_COUNTERS, ...countersIn(badges)]);
  const counts = await countFor(sql, tracked, counted, localDate, by);
  const awards = await readAwards(sql, play.player.userId);
  const holding = new Set(awards.filter(({ revokedAt }) => revokedAt === null).map(({ badgeId }) => badgeId));
  const held = new Set(badges.filter(({ id }) => holding.has(id)).map(({ code }) => code));
  const longestStreak = await readLongestStreak(sql, play.player.userId);
  return { badges, counts, awards, held, xp: play.player.xp, longestStreak };
}

function nextEarned(play: Play, game: Game): Badge | undefined {
  return game.badges.find(
    (badge) =>
      badge.openedAt <= play.now &&
      (badge.retiredAt === null || badge.retiredAt > play.now) &&
      !game.held.has(badge.code) &&
      !game.awards.some(({ badgeId, barred }) => barred && badgeId === badge.id) &&
      holds(badge.rule, game),
  );
}

async function earn(play: Play, game: Game, badge: Badge): Promise<void> {
  const { userId } = play.player;
  const nth = game.awards.filter(({ badgeId }) => badgeId === badge.id).length + 1;
  const award = {
    id: derivedId('badge award', userId, badge.id, String(nth)),
    userId,
    badgeId: badge.id,
    nth,
    awardedAt: play.now,
  };
  await insertAward(play.tx.sql, award, await evidenceFor(play, badge));
  game.awards.push({ ...award, revokedAt: null, revokedBecause: null, barred: false });
  game.held.add(badge.code);
  await play.tx.tell(badgeEarned, userId, { userId, awardId: award.id, badge: badge.code, rarity: badge.rarity });
  play.follow({
    kind: ACHIEVEMENT,
    sourceEventId: award.id,
    subjectId: badge.id,
    happenedAt: play.fact.happenedAt,
  });
}

/** The facts that its counts are made of, and the one that completed it. */
async function evidenceFor(play: Play, badge: Badge): Promise<string[]> {
  const shown = new Set<string>();
  for (const { leaf } of leavesOf(badge.rule)) {
    if (!('count' in leaf)) continue;
    const { kinds, distinct, atLeast, withinDays } = leaf.count;
    const asked = { kinds, distinct, latest: withinDays !== null, most: Math.min(atLeast, MOST_EVIDENCE) };
    for (const id of await readEvidence(play.tx.sql, play.player.userId, asked)) shown.add(id);
  }
  if (play.fact.kind !== BADGE_REVIEWED) shown.add(play.fact.id);
  return [...shown];
}

async function bar(play: Play, game: Game): Promise<void> {
  const badge = game.badges.find(({ id }) => id === play.fact.subjectId);
  const because = String(play.fact.detail?.because ?? '');
  if (badge && game.held.has(badge.code)) await lose(play, game, badge, because, true);
  await loseLapsed(play, game);
}

async function loseLapsed(play: Play, game: Game): Promise<void> {
  const lapsed = () => game.badges.find((badge) => game.held.has(badge.code) && !holds(badge.rule, game));
  for (let badge = lapsed(); badge; badge = lapsed()) await lose(play, game, badge, UNDONE, false);
}

async function lose(play: Play, game: Game, badge: Badge, because: string, barred: boolean): Promise<void> {
  const at = game.awards.findIndex(({ badgeId, revokedAt }) => badgeId === badge.id && revokedAt === null);
  const award = game.awards[at]!;
  game.awards[at] = { ...award, revokedAt: play.now, revokedBecause: because, barred };
  game.held.delete(badge.code);
  await endAward(play.tx.sql, { id: award.id, at: play.now, because, barred });
  const { userId } = play.player;
  await play.tx.tell(badgeRevoked, userId, { userId, awardId: award.id, badge: badge.code, because });
  play.unfollow({ kind: ACHIEVEMENT, sourceEventId: award.id });
}
