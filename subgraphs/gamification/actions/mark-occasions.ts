import { windowsOf, yearsSince, type ActiveWindow } from '../domain/active-windows.ts';
import { derivedId, type Fact } from '../domain/fact.ts';
import { standingFacts } from '../storage/facts.store.ts';
import { readActiveDays } from '../storage/streaks.store.ts';
import type { Consequence, Play } from './consequence.ts';
import { localDateOf } from './local-date.ts';

/** Activities of which the first one is an activity of its own. */
const FIRSTS: ReadonlyMap<string, string> = new Map([
  ['VENTURE_CREATED', 'FIRST_VENTURE'],
  ['TEAM_JOINED', 'FIRST_TEAM'],
  ['PROJECT_COMPLETED', 'FIRST_PROJECT'],
  ['INVESTMENT_MADE', 'FIRST_INVESTMENT'],
  ['FUNDING_RECEIVED', 'FIRST_FUNDING'],
]);

/** Facts that follow from others: the first of a kind, a week or month with enough active days, a year on the platform. */
export const markOccasions: Consequence = {
  name: 'mark-occasions',

  async follow(play) {
    await markFirst(play, play.fact.kind);
    await markWindows(play, play.localDate);
    await markYear(play);
  },

  async takeBack(play, taken) {
    await markFirst(play, taken.kind);
    await markWindows(play, await localDateOf(play.tx.sql, taken), true);
  },
};

async function markFirst(play: Play, kind: string): Promise<void> {
  const first = FIRSTS.get(kind);
  if (!first) return;
  const holds = (await standingFacts(play.tx.sql, play.player.userId, kind)).length > 0;
  await follows(play, first, holds, await standingFacts(play.tx.sql, play.player.userId, first), null);
}

async function markWindows(play: Play, day: string, lost = false): Promise<void> {
  if (play.fact.derived) return;
  const { userId } = play.player;
  const windows = windowsOf(day);
  const active = await readActiveDays(play.tx.sql, userId, windows);
  for (const window of windows) {
    const holds = active.filter((date) => window.firstDay <= date && date <= window.lastDay).length >= window.needed;
    if (!holds && !lost) continue; // a day more makes no window emptier
    const subjectId = windowId(userId, window);
    const standing = await standingFacts(play.tx.sql, userId, window.kind, subjectId);
    await follows(play, window.kind, holds, standing, subjectId);
  }
}

const windowId = (userId: string, window: ActiveWindow): string =>
  derivedId('window', userId, window.kind, window.firstDay);

/** Makes the derived fact stand exactly as long as its reason does; each time it comes true anew it is a new fact. */
async function follows(
  play: Play,
  kind: string,
  holds: boolean,
  standing: readonly Fact[],
  subjectId: string | null,
): Promise<void> {
  if (!holds) for (const { sourceEventId } of standing) play.unfollow({ kind, sourceEventId });
  else if (standing.length === 0)
    play.follow({ kind, sourceEventId: play.fact.id, happenedAt: play.fact.happenedAt, subjectId });
}

async function markYear(play: Play): Promise<void> {
  if (play.fact.kind !== 'DAILY_LOGIN') return;
  const { userId, joinedAt } = play.player;
  const joinedOn = await localDateOf(play.tx.sql, { userId, happenedAt: joinedAt });
  const years = yearsSince(joinedOn, play.localDate);
  if (years < 1) return;
  const sourceEventId = derivedId('anniversary', userId, String(years));
  play.follow({ kind: 'YEAR_ANNIVERSARY', sourceEventId, happenedAt: play.fact.happenedAt, detail: { years } });
}
