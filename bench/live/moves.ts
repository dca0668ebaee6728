import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import pg from 'pg';
import { newId } from '#kernel/id';
import { systemCaller } from '#chassis/identity/caller';
import { startGateway } from '#gateway/gateway';
import { RATE_LIMITS, widened } from '#gateway/guard/limits';
import { gatewaySettings } from '#gateway/settings';
import { AUDIENCE, identitySubgraph, ISSUER } from '#gateway/testing/identity-subgraph';
import { hearFact } from '#subgraphs/gamification/actions/hear-fact';
import { boardMoved } from '#subgraphs/gamification/published/gamification.events';
import { HISTOGRAM } from '#subgraphs/gamification/storage/derived-tables';
import { startGround } from '../leaderboard/ground.ts';
import { COHORT_SQL, PLAYER_SQL } from '../leaderboard/players.ts';
import { Crowd, notExactly } from './crowd.ts';
import type { Told } from './clients.ts';

const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));
const now = () => performance.timeOrigin + performance.now();
/** Subscriptions reach the hub, watchers are looked at for the first time; and after the work, the last frames arrive. */
const SETTLE_MS = 3_000;
/** While clients are away, a move comes so often. */
const AWAY_PACE_MS = 500;

/** The mounted game, with ten thousand players on its board, behind the real gateway in one process. */
export async function openGame() {
  const ground = await startGround();
  const game = ground.mounted;
  const identity = await identitySubgraph();
  const composed = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: identity.typeDefs },
    { name: 'gamification', url: 'http://gamification.invalid', typeDefs: parse(game.sdl) },
  ]);
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.map(String).join('\n'));
  const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
  const gateway = await startGateway({
    settings: {
      ...gatewaySettings({}),
      port: 0,
      tokens: { issuer: ISSUER, audience: AUDIENCE },
      rates: widened(RATE_LIMITS, 1_000),
      metrics: false,
      drainMs: 500,
    },
    supergraphSdl: composed.supergraphSdl,
    endpoints: { users: identity.endpoint, gamification: game.endpoint },
    clock: { now: () => new Date() },
    log: silent,
  });
  await game.start();
  const admin = new pg.Client({ connectionString: ground.superuserUrl });
  await admin.connect();
  await admin.query('set search_path = gamification');
  // others to pass, and a top that those who are watched never reach
  await admin.query(
    `insert into board_score (user_id, cohort, board, score, reached_at, counted)
     select ${PLAYER_SQL}, ${COHORT_SQL}, 'xp', case when n < 200 then 100000 + n else 5 * (n % 400) end, '2026-01-01', true from generate_series(0, 9999) n`,
  );
  await admin.query(`insert into board_count (board, cohort, grain, bucket, players) ${HISTOGRAM}`);
  await admin.query('vacuum analyze');
  const scope = () => game.scopeFor(systemCaller('bench'));

  /** `users` sockets follow a channel while `work` runs; answers what they heard. */
  async function followed(
    channel: 'MINE' | 'TOP',
    users: number,
    work: (sessions: { userId: string }[], crowd: Crowd) => Promise<void>,
  ): Promise<Told> {
    const sessions = Array.from({ length: users }, () => identity.openSession());
    const tokens = await Promise.all(sessions.map((session) => identity.token(session)));
    const query = `subscription { leaderboardMoved(channel: ${channel}) { id rank xp isMe } }`;
    const crowd = await Crowd.follow(gateway.url, tokens, [query], false);
    await pause(SETTLE_MS);
    await work(sessions, crowd);
    await pause(SETTLE_MS);
    return crowd.tell();
  }

  let serial = 0;
  /** Somebody whom nobody watches moves at the top; answers the id of the event. */
  async function move(): Promise<string> {
    const [mover, n] = [newId(), serial++];
    const moved = { userId: mover, board: 'xp', rank: 1 + n, previousRank: 2 + n, xp: 100_000 - n, isPublic: true };
    const { id } = await scope().transact((tx) => tx.tell(boardMoved, mover, moved));
    return id;
  }

  return {
    followed,
    move,
    hear: (fact: Parameters<typeof hearFact>[1]) => hearFact(scope(), fact),
    /** For reading afterwards what happened. */
    admin,
    async stop() {
      await admin.end();
      await gateway.stop();
      identity.stop();
      await ground.stop();
    },
  };
}

type Game = Awaited<ReturnType<typeof openGame>>;

/** Per move and user, from its commit to the frame. */
export async function fanOut({ followed, move }: Game, users: number, moves: number): Promise<number[]> {
  const told = new Map<string, number>();
  const { heard } = await followed('TOP', users, async () => {
    for (let n = 0; n < moves; n++) {
      told.set(await move(), now());
      await pause(300);
    }
  });
  return heard.map(([, id, at]) => at - told.get(id)!);
}

/** Per gain, from its commit to the new rank at its owner's socket, while all the others watch theirs. */
export async function ownRanks({ followed, hear, admin }: Game, users: number, gains: number): Promise<number[]> {
  const committed: number[] = [];
  const { heard } = await followed('MINE', users, async (sessions) => {
    for (const [n, { userId }] of sessions.slice(0, gains).entries()) {
      await hear({ userId, kind: 'SKILL_VERIFIED', sourceEventId: newId(), happenedAt: new Date() });
      committed[n] = now();
      await pause(20);
    }
  });
  // one gain each, in this order; nobody's second move is told, because nobody gains twice and passing is told with the same XP
  const first = new Map(heard.map(([, id, at]) => [id, at]));
  const owners = await admin.query<{ id: string; user_id: string }>(
    "select id, aggregate_id as user_id from outbox where type = 'board.moved' and (body->>'previousRank') is null",
  );
  const gainedAt = await admin.query<{ user_id: string; n: string }>(
    "select user_id, row_number() over (order by position) - 1 as n from game_fact where kind = 'SKILL_VERIFIED'",
  );
  const order = new Map(gainedAt.rows.map(({ user_id, n }) => [user_id, Number(n)]));
  return owners.rows.flatMap(({ id, user_id }) => {
    const [at, n] = [first.get(id), order.get(user_id)];
    return at === undefined || n === undefined ? [] : [at - committed[n]!];
  });
}

/** Clients are cut off, moves go on for `awayMs`, the clients come back with their positions: who did not hear all, in order, once. */
export async function away({ followed, move }: Game, clients: number, awayMs: number) {
  const told: string[] = [];
  const moves = async (many: number) => {
    for (let n = 0; n < many; n++) {
      told.push(await move());
      await pause(AWAY_PACE_MS);
    }
  };
  const { heard, faults } = await followed('TOP', clients, async (_, crowd) => {
    await moves(5);
    await pause(SETTLE_MS);
    await crowd.leave();
    await moves(Math.ceil(awayMs / AWAY_PACE_MS));
    await crowd.resume();
    await moves(5);
  });
  return { events: told.length, wrong: notExactly(heard, clients, told), faults: faults.length };
}
