import 'reflect-metadata';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { writePrivacy } from '../storage/board-privacy.store.ts';
import { scoreInWeek } from '../storage/leagues.store.ts';
import { closeLeagues } from './close-leagues.ts';
import { hearFact } from './hear-fact.ts';

const WEEK_MS = 7 * 86_400_000;
let game: TestMount<unknown>;
beforeEach(async () => {
  game = await mountForTest(gamificationSubgraph());
});
afterEach(() => game.stop());

const rows = async (sql: string, ...params: unknown[]) =>
  (await game.mounted.database.roadPool.query(sql, params)).rows;
const closed = () =>
  rows(`select p.week::text, p.user_id, l.tier, p.score, p.place, p.outcome, l.closed_at from league_player p
    left join league l on l.id = p.league_id where p.outcome is not null order by 1, 2`);
const score = (userId: string, amount: number, week = '2026-01-05') =>
  game.scope().transact((tx) => scoreInWeek(tx.sql, week, { userId, amount, at: game.clock.now() }));
const verify = (userId: string, happenedAt: Date) =>
  hearFact(game.scope(), { userId, kind: 'SKILL_VERIFIED', sourceEventId: newId(), happenedAt });
const query = async (text: string, userId: string) => (await game.graphql(text, {}, { userId })).data as never;

test('a week closed by two replicas at once, and again, has one result, told once to each player', async () => {
  const users = Array.from({ length: 65 }, () => newId());
  for (const [i, userId] of users.entries()) await score(userId, i % 7);
  await Promise.all([closeLeagues(game.scope()), closeLeagues(game.scope())]);
  expect(await closed()).toEqual([]);
  const sizes = await rows(
    'select count(*)::int as n, max(seat) as last from league_player group by league_id order by 1',
  );
  expect(sizes).toEqual([{ n: 5, last: 5 }, { n: 30, last: 30 }, { n: 30, last: 30 }]); // prettier-ignore

  game.clock.advance(WEEK_MS);
  await Promise.all([1, 2, 3].map(() => closeLeagues(game.scope())));
  await closeLeagues(game.scope());
  const once = await closed();
  expect(once).toHaveLength(65);
  expect(once.filter(({ outcome }) => outcome === 'PROMOTED')).toHaveLength(6 + 6 + 1);
  game.clock.advance(60_000);
  await closeLeagues(game.scope());
  expect(await closed()).toEqual(once);
  expect(
    await rows(
      "select count(*)::int as n, count(distinct aggregate_id)::int as users from outbox where type = 'league.closed'",
    ),
  ).toEqual([{ n: 65, users: 65 }]);
});

test('a close that dies half way is finished by the next run as if nothing had happened', async () => {
  const users = Array.from({ length: 40 }, () => newId());
  for (const [i, userId] of users.entries()) await score(userId, i);
  await closeLeagues(game.scope());
  game.clock.advance(WEEK_MS);
  await rows(`create function die() returns trigger language plpgsql as $$ begin
    if (select count(*) from league where closed_at is not null) = 1 then raise exception 'power cut'; end if; return new; end $$`);
  await rows('create trigger die before update of closed_at on league for each row execute function die()');
  await expect(closeLeagues(game.scope())).rejects.toThrow('power cut');
  expect(await rows('select count(*)::int as n from league where closed_at is not null')).toEqual([{ n: 1 }]);
  const before = await closed();
  await rows('drop trigger die on league');
  await closeLeagues(game.scope());
  const after = await closed();
  expect(after).toHaveLength(40);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(await rows("select count(*)::int as n from outbox where type = 'league.closed'")).toEqual([{ n: 40 }]);
});

test('what is heard late counts in the week of the hearing, and on its way into a closed week in the next', async () => {
  const userId = newId();
  const monday = game.clock.now();
  await verify(userId, monday);
  game.clock.advance(WEEK_MS);
  await verify(userId, monday);
  await closeLeagues(game.scope());
  const weeks = await rows(
    'select week::text, score, outcome from league_player where user_id = $1 order by 1',
    userId,
  );
  expect(weeks).toEqual([
    { week: '2026-01-05', score: 250, outcome: 'STAYED' },
    { week: '2026-01-12', score: 250, outcome: null },
  ]);
  expect(await score(userId, 5, '2026-01-05')).toBe(false);
});

test('a score that grows while its league is closed counts in exactly one week', async () => {
  const users = Array.from({ length: 10 }, () => newId());
  for (const userId of users) await score(userId, 1);
  await closeLeagues(game.scope());
  game.clock.advance(WEEK_MS);
  const late = users.map(async (userId) => {
    if (!(await score(userId, 10))) await score(userId, 10, '2026-01-12');
  });
  await Promise.all([...late, closeLeagues(game.scope())]);
  await closeLeagues(game.scope());
  expect(await rows('select sum(score)::int as total from league_player')).toEqual([{ total: 110 }]);
  const finals = await closed();
  expect(finals).toHaveLength(10);
  expect(finals.toSorted((a, b) => b.score - a.score || a.place - b.place)).toEqual(
    finals.toSorted((a, b) => a.place - b.place),
  );
});

test('the tier follows from the last close, and the player sees league and history, others without a name when they wish', async () => {
  const users = Array.from({ length: 5 }, () => newId());
  for (const [i, userId] of users.entries()) await score(userId, i + 1);
  const [hidden, winner] = [users[0]!, users[4]!];
  await game.scope().transact((tx) => writePrivacy(tx.sql, hidden, false, game.clock.now()));
  const LEAGUE = '{ myLeague { week tier isSeated promotes demotes standings { rank xp isMe user { id } } } }';
  expect(await query(LEAGUE, winner)).toMatchObject({ myLeague: { tier: 'BRONZE', isSeated: false, standings: [] } });
  await closeLeagues(game.scope());
  const { myLeague } = await query(LEAGUE, winner) as { myLeague: { standings: unknown[] } }; // prettier-ignore
  expect(myLeague).toMatchObject({ isSeated: true, promotes: 1, demotes: 0 });
  expect(myLeague.standings[0]).toEqual({ rank: 1, xp: 5, isMe: true, user: { id: winner } });
  expect(myLeague.standings[4]).toEqual({ rank: 5, xp: 1, isMe: false, user: null });

  game.clock.advance(WEEK_MS);
  await verify(winner, game.clock.now());
  await closeLeagues(game.scope());
  expect(await query(LEAGUE, winner)).toMatchObject({
    myLeague: { week: '2026-01-12', tier: 'SILVER', isSeated: true },
  });
  expect(await query('{ leagueHistory { edges { node { week tier score place outcome } } } }', winner)).toEqual({
    leagueHistory: {
      edges: [{ node: { week: '2026-01-05', tier: 'BRONZE', score: 5, place: 1, outcome: 'PROMOTED' } }],
    },
  });
});
